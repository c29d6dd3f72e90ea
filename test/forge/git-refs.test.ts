import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { GitRepository } from "../../src/forge/git/repository.ts";
import { editTree, moveRef, writeCommit, writeObject } from "../../src/forge/git/write.ts";
import { createFolder } from "../../src/forge/repositories/folder.ts";
import { memory } from "../folders.ts";

let folder: string;
let git: GitRepository;
const by = { name: "Ada", email: "ada@example.com", date: "2026-01-01T00:00:00Z" };
const commit = async (message: string, parents: string[] = []) => {
  const tree = await editTree(git, null, [
    { path: "a", mode: "100644", sha: await writeObject(git, "blob", "a\n") },
  ]);
  return writeCommit(git, { tree, parents, author: by, committer: by, message });
};

beforeAll(async () => {
  folder = await mkdtemp(join(memory, "milepost-refs-"));
  await createFolder(join(folder, "a.git"), { from: undefined, base: "main", sourceRef: undefined });
  git = new GitRepository(join(folder, "a.git"));
});
afterAll(async () => {
  await git.close();
  await rm(folder, { recursive: true, force: true });
});

test("git finds what was stored well formed", async () => {
  const sha = await commit("Grüße\n\nmore");
  expect(await git.run(["log", "-1", "--format=%an <%ae> %B", sha])).toBe(
    "Ada <ada@example.com> Grüße\n\nmore\n",
  );
  expect((await git.attempt(["fsck", "--strict", "--no-dangling"])).exitCode).toBe(0);
});

test("of many who move a ref from the same commit one wins, and the others lose nothing but that", async () => {
  const first = await commit("first");
  expect(await moveRef(git, "refs/heads/a", { from: null, to: first })).toBe(true);
  const next = await Promise.all(["one", "two", "three"].map((message) => commit(message, [first])));
  const moved = await Promise.all(next.map((to) => moveRef(git, "refs/heads/a", { from: first, to })));
  expect(moved).toEqual([true, false, false]);
  expect(await git.readRef("refs/heads/a")).toBe(next[0]);
  expect(await moveRef(git, "refs/heads/b", { from: null, to: first })).toBe(true);
});

test.each(["refs/heads/a/below", "refs/heads/x y", "refs/heads/x\nstart", "main"])(
  "the name %j moves nothing and stops nobody",
  async (name) => {
    const to = await commit("any");
    expect(await moveRef(git, name, { from: null, to })).toBe(false);
    expect(await moveRef(git, `refs/heads/${Buffer.from(name).toString("hex")}`, { from: null, to })).toBe(
      true,
    );
  },
);
