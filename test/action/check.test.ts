import { withRecord } from "../../src/core/snapshot/marker.ts";
import { ownLabel } from "../../src/core/snapshot/record.ts";
import { newRecord } from "../../src/core/todo/record.ts";
import { lockFile } from "../gates/builders.ts";
import { install } from "./plans.ts";
import { readable } from "./readable.ts";
import { type ActionWorld, type Ended, openActionWorld } from "./world.ts";

const lines = (count: number): string => Array.from({ length: count }, (_, at) => `line ${at}\n`).join("");

/** Opens a pull request of a person with these files and runs check on its event. */
const check = async (
  world: ActionWorld,
  files: Record<string, string>,
  given: { readonly fork?: boolean; readonly body?: string; readonly author?: string } = {},
): Promise<Ended> => {
  const { octokit, owner, repo, push, git } = world;
  await git("config", "format.signOff", "true");
  const base = await git("rev-parse", "main");
  await push("change", files, "main");
  const by = given.author === undefined ? "--signoff" : `--author=${given.author}`;
  await git("commit", "--quiet", "--amend", by, "--no-edit");
  await git("push", "--quiet", "--force", "origin", "change");
  const sha = await git("rev-parse", "change");
  const { data } = await octokit.rest.pulls.create({
    owner,
    repo,
    head: "change",
    base: "main",
    title: "Change",
  });
  const at = { full_name: `${owner}/${repo}` };
  const pull_request = {
    number: data.number,
    body: given.body ?? "",
    base: { ref: "main", sha: base, repo: at },
    head: { ref: "change", sha, repo: given.fork ? { full_name: `stranger/${repo}` } : at },
  };
  return await world.step("check", {
    event: { name: "pull_request", payload: { action: "opened", pull_request } },
  });
};

test("a person's pull request of 701 hand-written lines fails, with a split proposed and its files marked", async () => {
  await using world = await openActionWorld();
  expect(
    readable(await check(world, { "src/a.txt": lines(400), "src/b.txt": lines(301) })),
  ).toMatchSnapshot();
});

test("one of 700 lines and a generated file passes, and its comment is kept", async () => {
  await using world = await openActionWorld();
  const files = { "src/a.txt": lines(700), "package-lock.json": lockFile(5000) };
  expect(readable(await check(world, files))).toMatchSnapshot();
});

test("a fork's pull request is judged the same, and nothing is written to it", async () => {
  await using world = await openActionWorld();
  const ended = await check(world, { "src/a.txt": lines(701) }, { fork: true, body: "x".repeat(60_000) });
  expect(ended.requests.filter((request) => !request.startsWith("git fetch"))).toEqual([]);
  expect(ended.code).toBe(1);
});

test("a follow-up is held to its body's paths, and to what its issue was granted besides", async () => {
  await using world = await openActionWorld();
  await install(world, "");
  const { octokit, owner, repo } = world;
  const told = {
    plan: "test",
    todo: "later",
    body: "one",
    order: "00c",
    branch: "change",
    phase: 0,
    needs: [],
  };
  const record = { ...newRecord({ ...told, from: { todo: "a", key: "k" } }), granted: ["docs/a.md"] };
  const { data: issue } = await octokit.rest.issues.create({
    ...{ owner, repo, title: "Later", labels: [ownLabel] },
    body: withRecord(record, "Later"),
  });
  const body = `Done.\n\nTodo #${issue.number} · body \`one\``;
  const files = { "src/one/a.txt": "a\n", "docs/a.md": "a\n", "src/two/b.txt": "b\n" };
  const { stdout } = await check(world, files, { body });
  const marked = [...stdout.matchAll(/::error file=(\S+?)::scope/g)].map(([, file]) => file);
  expect(marked).toContain("src/two/b.txt");
  expect(marked).not.toEqual(expect.arrayContaining(["docs/a.md"]));
  expect(marked).not.toEqual(expect.arrayContaining(["src/one/a.txt"]));
});

test("a bot's commit needs no sign-off where the forge says that its address is a bot's", async () => {
  await using world = await openActionWorld();
  const body = { login: "helper[bot]", id: 7, type: "Bot" };
  world.gateway.instead.push({ asked: /GET \/users\/helper/, status: 200, body });
  const author = (id: number) => `helper[bot] <${id}+helper[bot]@users.noreply.localhost>`;
  const ended = await check(world, { "src/a.txt": "one line\n" }, { author: author(7) });
  expect([ended.code, ended.requests.filter((request) => request.includes("/users/"))]).toEqual([
    0,
    [expect.stringContaining("/users/helper")],
  ]);
  const { octokit, owner, repo } = world;
  await octokit.rest.pulls.update({ owner, repo, pull_number: 1, state: "closed" });
  expect((await check(world, { "src/b.txt": "one line\n" }, { author: author(8) })).code).toBe(1);
});

test("a token that may not comment still judges", async () => {
  await using world = await openActionWorld();
  const message = "Resource not accessible by integration";
  world.gateway.instead.push({ asked: /POST .*\/comments/, status: 403, body: { message } });
  const ended = await check(world, { "src/a.txt": "one line\n" });
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain("give the job `pull-requests: write`");
});

test("what a merge queue would bring of a pull request is judged from what is ahead of it, without the commits' own gates", async () => {
  await using world = await openActionWorld();
  const { octokit, owner, repo, push, git } = world;
  await push("change", { "src/a.txt": lines(400) }, "main");
  const { data } = await octokit.rest.pulls.create({ owner, repo, head: "change", base: "main", title: "A" });
  const queue = async (files: Record<string, string>): Promise<Ended> => {
    const base_sha = await git("rev-parse", "main");
    const name = `gh-readonly-queue/main/pr-${data.number}-${base_sha}`;
    await push(name, files, "change");
    const merge_group = {
      ...{ base_sha, base_ref: "refs/heads/main", head_ref: `refs/heads/${name}` },
      head_sha: await git("rev-parse", "HEAD"),
    };
    return await world.step("check", {
      event: { name: "merge_group", payload: { action: "checks_requested", merge_group } },
    });
  };
  const short = await queue({ "src/b.txt": lines(300) });
  expect([short.code, short.stdout]).toEqual([0, expect.not.stringContaining("::error")]);
  const long = await queue({ "src/b.txt": lines(301) });
  expect(long.code).toBe(1);
  expect(long.stdout).toContain("701 hand-written lines");
  expect(long.stdout).not.toContain("dco");
  expect((await octokit.rest.issues.listComments({ owner, repo, issue_number: data.number })).data).toEqual(
    [],
  );
});

test("an event without a pull request is told", async () => {
  await using world = await openActionWorld();
  expect(readable(await world.step("check", { event: { name: "push", payload: {} } }))).toMatchSnapshot();
});
