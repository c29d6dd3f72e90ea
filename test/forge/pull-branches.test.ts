import { join } from "node:path";
import type { Octokit } from "@octokit/rest";
import { execa } from "execa";
import { clientOf } from "./client.ts";
import { openWorld, type Workshop, type World } from "./world.ts";

let world: World;
let workshop: Workshop;
let at: { owner: string; repo: string };
let bot: Octokit;

beforeAll(async () => {
  world = await openWorld();
  bot = clientOf(world, "bot");
});
beforeEach(async () => {
  workshop = await world.repository();
  at = { owner: workshop.owner, repo: workshop.repo };
});
afterAll(() => world[Symbol.asyncDispose]());

const open = async (head: string, base = "main"): Promise<number> =>
  (await bot.pulls.create({ ...at, title: `Add ${head}`, head, base })).data.number;

const read = async (pull_number: number) => (await bot.pulls.get({ ...at, pull_number })).data;

/** `second` stands on `first`, which stands on `main`; both have a pull request. */
const openStack = async (): Promise<{ first: number; second: number }> => {
  await workshop.push("first", { "a.txt": "a\n" }, "main");
  await workshop.push("second", { "b.txt": "b\n" }, "first");
  return { first: await open("first"), second: await open("second", "first") };
};

test("a pushed commit is the pull request's new head", async () => {
  await workshop.push("first", { "a.txt": "a\n" }, "main");
  const number = await open("first");
  const sha = await workshop.push("first", { "a.txt": "a\nb\n" });
  expect(await read(number)).toMatchObject({ head: { sha }, commits: 2, additions: 2 });
});

test("a stacked pull request counts its own changes, and after a retarget those against the new base", async () => {
  const { first, second } = await openStack();
  expect(await read(second)).toMatchObject({ commits: 1, changed_files: 1, base: { ref: "first" } });
  await bot.pulls.update({ ...at, pull_number: second, base: "main" });
  expect(await read(second)).toMatchObject({ commits: 2, changed_files: 2, base: { ref: "main" } });
  await bot.pulls.merge({ ...at, pull_number: first });
  await bot.git.deleteRef({ ...at, ref: "heads/first" });
  expect(await read(second)).toMatchObject({ state: "open", commits: 1, changed_files: 1 });
});

test("merging with deletion of the branch moves what was based on it", async () => {
  const { first, second } = await openStack();
  await clientOf(world, "owner").repos.update({ ...at, delete_branch_on_merge: true });
  await bot.pulls.merge({ ...at, pull_number: first });
  expect(await read(second)).toMatchObject({ state: "open", base: { ref: "main" }, commits: 1 });
  await expect(bot.git.getRef({ ...at, ref: "heads/first" })).rejects.toMatchObject({ status: 404 });
});

test("deleting a branch closes the pull requests from it and onto it, which keep their last head", async () => {
  const { first, second } = await openStack();
  const { sha } = (await read(first)).head;
  await bot.git.deleteRef({ ...at, ref: "heads/first" });
  expect(await read(first)).toMatchObject({ state: "closed", merged: false, head: { ref: "first", sha } });
  expect(await read(second)).toMatchObject({ state: "closed", merged: false });
  await expect(bot.pulls.update({ ...at, pull_number: first, state: "open" })).rejects.toMatchObject({
    status: 422,
  });
});

test.each([
  ["pushed", () => workshop.push("main", {}, "first")],
  ["merged through the API", () => bot.repos.merge({ ...at, base: "main", head: "first" })],
])("a head that its base has, %s, makes the pull request merged", async (_, move) => {
  await workshop.push("first", { "a.txt": "a\n" }, "main");
  const number = await open("first");
  await move();
  expect(await read(number)).toMatchObject({ state: "closed", merged: true, commits: 1, additions: 1 });
  expect((await bot.pulls.list({ ...at, state: "open" })).data).toEqual([]);
  expect((await bot.pulls.checkIfMerged({ ...at, pull_number: number })).status).toBe(204);
});

test("a head pushed back to where its base is closes the pull request unmerged", async () => {
  await workshop.push("first", { "a.txt": "a\n" }, "main");
  const number = await open("first");
  await workshop.git("push", "--quiet", "--force", "origin", "main:first");
  expect(await read(number)).toMatchObject({ state: "closed", merged: false });
});

test("a merge that was cut short between git and the database is found at the next read", async () => {
  const sha = await workshop.push("first", { "a.txt": "a\n" }, "main");
  const number = await open("first");
  const dir = join(world.dataDir, "repositories", at.owner, `${at.repo}.git`);
  await execa("git", ["--git-dir", dir, "update-ref", "refs/heads/main", sha]);
  expect(await read(number)).toMatchObject({ state: "closed", merged: true });
});

test("a pull request is told from others by its branches and its state", async () => {
  const { first, second } = await openStack();
  const numbers = async (query: { state?: "open" | "closed" | "all"; head?: string; base?: string }) =>
    (await bot.pulls.list({ ...at, ...query })).data.map(({ number }) => number);
  expect(await numbers({})).toEqual([second, first]);
  expect(await numbers({ head: "acme:first" })).toEqual([first]);
  expect(await numbers({ base: "first" })).toEqual([second]);
  await bot.pulls.update({ ...at, pull_number: second, state: "closed" });
  expect(await numbers({})).toEqual([first]);
  expect(await numbers({ state: "closed" })).toEqual([second]);
  const opened = await bot.pulls.create({ ...at, title: "Again", head: "second", base: "first" });
  expect(opened.status).toBe(201);
  const reopened = bot.pulls.update({ ...at, pull_number: second, state: "open" });
  await expect(reopened).rejects.toMatchObject({ status: 422 });
});
