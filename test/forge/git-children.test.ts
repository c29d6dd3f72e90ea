import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { GitRepository } from "../../src/forge/git/repository.ts";
import { editTree, moveRef, writeCommit, writeObject } from "../../src/forge/git/write.ts";
import { createFolder } from "../../src/forge/repositories/folder.ts";
import { childrenOf, isAlive } from "../children.ts";
import { memory } from "../folders.ts";
import { startServerProcess } from "./server-process.ts";

let folder: string;
let git: GitRepository;
let next: () => Promise<string>;

beforeAll(async () => {
  folder = await mkdtemp(join(memory, "milepost-children-"));
  const dir = join(folder, "a.git");
  await createFolder(dir, { from: undefined, base: "main", sourceRef: undefined });
  git = new GitRepository(dir);
  const by = { name: "Ada", email: "ada@example.com", date: "2026-01-01T00:00:00Z" };
  const tree = await editTree(git, null, []);
  let count = 0;
  next = () => {
    count += 1;
    return writeCommit(git, { tree, parents: [], author: by, committer: by, message: `${count}` });
  };
});
afterAll(async () => {
  await git.close();
  await rm(folder, { recursive: true, force: true });
});

let refs = 0;
const requests = {
  "update-ref --stdin": async () => {
    refs += 1;
    return await moveRef(git, `refs/heads/b${refs}`, { from: null, to: await next() });
  },
  "cat-file --batch": async () => {
    const read = await git.readObject(await writeObject(git, "blob", `${Math.random()}`));
    return read?.type === "blob";
  },
} as const;

/** Its child, which a first request has started. */
const childFor = async (words: keyof typeof requests) => {
  expect(await requests[words]()).toBe(true);
  const [child] = await childrenOf(process.pid, words);
  if (!child) throw new Error(`there is no git ${words}`);
  return child;
};

const kinds = ["update-ref --stdin", "cat-file --batch"] as const;
const signals = ["SIGKILL", "SIGINT", "SIGTERM"] as const;
const cases = kinds.flatMap((words) => signals.map((signal) => ({ words, signal })));

describe("a git that stays open may die", () => {
  test.each(cases)("$words of $signal when it is idle, long before a request", async ({ words, signal }) => {
    const { pid } = await childFor(words);
    process.kill(pid, signal);
    while (await isAlive(pid)) await sleep(10);
    expect(await requests[words]()).toBe(true);
  });

  test.each(cases)("$words of $signal at the moment of a request", async ({ words, signal }) => {
    const { pid } = await childFor(words);
    process.kill(pid, signal);
    expect(await requests[words]()).toBe(true);
  });

  test.each(cases)("$words of $signal while it has requests to answer", async ({ words, signal }) => {
    const { pid } = await childFor(words);
    process.kill(pid, "SIGSTOP");
    const asked = [requests[words](), requests[words](), requests[words]()];
    await sleep(50);
    process.kill(pid, signal);
    process.kill(pid, "SIGCONT");
    expect(await Promise.all(asked)).toEqual([true, true, true]);
  });
});

test("the locks of a git that was killed while it moved a ref stop no later move", async () => {
  const { pid } = await childFor("update-ref --stdin");
  const to = await next();
  process.kill(pid, "SIGSTOP");
  await writeFile(join(git.dir, "refs/heads/locked.lock"), "");
  const asked = moveRef(git, "refs/heads/locked", { from: null, to });
  await sleep(50);
  process.kill(pid, "SIGKILL");
  expect(await asked).toBe(true);
});

test("a git that ends each time that it is started is told with what to do", async () => {
  const broken = new GitRepository(join(folder, "nowhere.git"));
  await expect(broken.readObject("a")).rejects.toMatchObject({
    message: expect.stringContaining("git was killed"),
    hint: expect.stringContaining("run again"),
  });
  await broken.close();
});

test.each(kinds)(
  "git %s leads a group of its own, which the terminal's signals do not reach",
  async (words) => {
    const { pid, group } = await childFor(words);
    expect(group).toBe(pid);
  },
);

test("they end with a forge that is killed", async () => {
  const dataDir = join(folder, "data");
  const { child, url, accounts } = await startServerProcess(dataDir);
  const headers = { authorization: `Bearer ${accounts[0]?.token}` };
  const put = (path: string, message: string) =>
    fetch(`${url}/repos/acme/project/contents/${path}`, {
      method: "PUT",
      headers,
      body: JSON.stringify({ message, content: "" }),
    });
  await put("a", "Add");
  await put("b", "Add");
  const children = await childrenOf(child.pid ?? 0, "git");
  expect(children.map(({ command }) => command).sort()).toEqual([
    "git cat-file --batch-command",
    "git update-ref --stdin",
  ]);
  child.kill("SIGKILL");
  await once(child, "exit");
  for (const { pid } of children) while (await isAlive(pid)) await sleep(10);
});
