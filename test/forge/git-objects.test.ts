import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { GitRepository } from "../../src/forge/git/repository.ts";
import { editTree, writeObject } from "../../src/forge/git/write.ts";
import { createFolder } from "../../src/forge/repositories/folder.ts";
import { memory } from "../folders.ts";

let folder: string;
let git: GitRepository;

beforeAll(async () => {
  folder = await mkdtemp(join(memory, "milepost-objects-"));
  await createFolder(join(folder, "a.git"), { from: undefined, base: "main", sourceRef: undefined });
  git = new GitRepository(join(folder, "a.git"));
});
afterAll(async () => {
  await git.close();
  await rm(folder, { recursive: true, force: true });
});

test("objects of any size come back whole and in order, with missing ones between them", async () => {
  const sizes = [0, 1, 70_000, 3, 1_000_000, 17];
  const shas = await Promise.all(sizes.map((size) => writeObject(git, "blob", "x".repeat(size))));
  const names = shas.flatMap((sha) => [sha, "f".repeat(40)]);
  const objects = await Promise.all(names.map((name) => git.readObject(name)));
  expect(objects.map((object) => object?.content.length ?? null)).toEqual(
    sizes.flatMap((size) => [size, null]),
  );
});

test.each(["no such name", "x blob 3", `${"a".repeat(40)} blob 5`, "two\nlines", "", "HEAD^{commit}"])(
  "the name %j, which is nobody's, stops no later read",
  async (name) => {
    expect(await git.readObject(name)).toBeNull();
    const sha = await writeObject(git, "blob", "still here\n");
    expect((await git.readObject(sha))?.content.toString()).toBe("still here\n");
  },
);

test("a tree is edited without a checkout: files put, replaced and removed, paths taken literally", async () => {
  const blob = await writeObject(git, "blob", "x\n");
  const put = (path: string) => ({ path, mode: "100644", sha: blob });
  const base = await editTree(git, null, [put("a"), put("dir/b"), put('odd "name"\tö')]);
  const tree = await editTree(git, base, [put("dir/c"), { path: "a", mode: "100644", sha: null }]);
  const names = (await git.run(["ls-tree", "-r", "-z", "--name-only", tree])).split("\0").filter(Boolean);
  expect(names).toEqual(["dir/b", "dir/c", 'odd "name"\tö']);
});
