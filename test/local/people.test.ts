import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Octokit } from "@octokit/rest";
import { startForge } from "../../src/forge/server.ts";
import { dataOf, tokenOf } from "./visitors.ts";
import { agentScript, newWorld, reviewerScript, runToEnd, startRun, type World } from "./world.ts";

const one = "bodies:\n  - { body: a, todos: [{ todo: a1, order: 00a, title: A }] }\n";
const two = `${one}  - { body: b, todos: [{ todo: b1, order: 00b, title: B }] }\n`;
const at = { owner: "owner", repo: "R" };
/** What somebody does on the forge between two runs. */
const visit = async <Result>(
  world: World,
  login: string,
  act: (octokit: Octokit, pull: { number: number; head: string }) => Promise<Result>,
): Promise<Result> => {
  const token = tokenOf(world, login);
  await using forge = await startForge({ dataDir: dataOf(world) });
  const auth = forge.accounts.find((account) => account.login === login)?.token ?? token;
  const octokit = new Octokit({ baseUrl: forge.url, auth });
  const { data } = await octokit.rest.pulls.list({ ...at, state: "open", head: "owner:t/00a-a1" });
  return await act(octokit, { number: data[0]?.number ?? 0, head: data[0]?.head.sha ?? "" });
};

const asking = { event: "REQUEST_CHANGES" as const, body: "Please say hello" };
const inline = { path: "src/a/a1.txt", line: 1, side: "RIGHT", body: "Use a tab here" };

const review = (
  world: World,
  login: string,
  content: { event: "REQUEST_CHANGES" | "APPROVE" | "COMMENT"; body: string; comments?: (typeof inline)[] },
) =>
  visit(world, login, async (octokit, { number }) => {
    const { data } = await octokit.rest.pulls.createReview({ ...at, pull_number: number, ...content });
    return { pull_number: number, review_id: data.id };
  });

/** An agent that writes down what its prompts say of people's wishes. */
const listening = agentScript(
  `mkdir -p src/a; grep -o -e "say hello" -e "Use a tab here" "$MILEPOST_PROMPT" | LC_ALL=C sort -u > src/a/heard.txt`,
);

const heardIn = (world: World): string[] =>
  world.git("show", "refs/remotes/milepost/t/00a-a1:src/a/heard.txt").trim().split("\n");

const programs = (world: World, verdict?: string) => ({
  agent: world.file("agent.sh", listening),
  reviewer: world.file("reviewer.cjs", reviewerScript(verdict)),
});

test("a person's request for changes reopens a plan, becomes a fix, is answered, and is not asked again", async () => {
  using world = newWorld();
  const run = { plan: world.plan(one), ...programs(world) };
  expect((await runToEnd(world, run)).code).toBe(0);
  await review(world, "owner", { ...asking, comments: [inline] });
  const { code, result } = await runToEnd(world, run);
  expect([code, result.milestone?.state]).toEqual([0, "closed"]);
  expect(result.followUps).toEqual({ opened: 1, open: 0 });
  expect(result.pulls[0]).toMatchObject({ verdict: "approve", rounds: 3 });
  expect(heardIn(world)).toEqual(["Use a tab here", "say hello"]);
  const again = await runToEnd(world, run);
  expect([again.code, again.result.requests.write]).toEqual([0, 0]);
});

test("an answer in a thread that an approval resolved reaches the agent, unless its writer may not write", async () => {
  using world = newWorld();
  const note = `({ decision: "approve", findings: [{ path: "src/a/a1.txt", line: 1, body: "A note", severity: "note" }] })`;
  const run = { plan: world.plan(one), ...programs(world, note) };
  expect((await runToEnd(world, run)).code).toBe(0);
  const answer = (login: string, body: string) =>
    visit(world, login, async (octokit, { number }) => {
      const { data } = await octokit.rest.pulls.listReviewComments({ ...at, pull_number: number });
      await octokit.rest.pulls.createReplyForReviewComment({
        ...{ ...at, pull_number: number, comment_id: data[0]?.id ?? 0, body },
      });
    });
  await answer("stranger", "say hello");
  await answer("owner", "Use a tab here");
  const { code, result } = await runToEnd(world, run);
  expect([code, result.milestone?.state, result.followUps.opened]).toEqual([0, "closed", 1]);
  expect(heardIn(world)).toEqual(["Use a tab here"]);
});

test("what a person asks while the reviewer reads is answered before the plan closes", async () => {
  using world = newWorld();
  const wait = `(() => {
  const { existsSync } = require("node:fs");
  while (!existsSync("${world.dir}/asked")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  return { decision: "approve" };
})()`;
  const run = { plan: world.plan(one), ...programs(world, wait) };
  const { ended } = startRun(world, run);
  await askAsSoonAsPossible(world);
  writeFileSync(join(world.dir, "asked"), "");
  const { code, result } = await ended;
  expect(code).toBe(0);
  expect(result.pulls[0]).toMatchObject({ verdict: "approve", rounds: 3 });
  expect(heardIn(world)).toEqual(["say hello"]);
});

const askAsSoonAsPossible = async (world: World): Promise<void> => {
  const file = join(world.repo, ".milepost/forge.json");
  for (let number = 0; number === 0; await sleep(50)) {
    if (!existsSync(file)) continue;
    const { url, person: auth } = JSON.parse(readFileSync(file, "utf8")) as { url: string; person: string };
    const octokit = new Octokit({ baseUrl: url, auth });
    const { data } = await octokit.rest.pulls.list({ ...at, state: "open" });
    number = data[0]?.number ?? 0;
    if (number > 0) await octokit.rest.pulls.createReview({ ...at, pull_number: number, ...asking });
  }
};

test("the same finding three rounds running asks a person once, and their approval overrides the reviewer", async () => {
  using world = newWorld();
  const stubborn = `todo === "a1"
    ? { decision: "request_changes", findings: [{ path: "src/a/a1.txt", line: round, body: "Line " + round + ": this is no poem, still!", severity: "blocking" }] }
    : { decision: "approve" }`;
  const run = { plan: world.plan(two), ...programs(world, `(${stubborn})`) };
  const stuck = await runToEnd(world, run);
  expect([stuck.code, stuck.result.todos]).toEqual([2, { total: 2, done: 1, blocked: 1 }]);
  expect(stuck.result.waiting).toMatchObject([
    expect.stringMatching(
      /same change 3 rounds running.*\n {2}next: {2}milepost say .*plan\.yml approve --todo 00a /s,
    ),
  ]);
  const questions = await visit(world, "owner", async (octokit) => {
    const { data } = await octokit.rest.issues.listCommentsForRepo(at);
    return data.flatMap(({ body = "" }) => (body.includes("please decide") ? [body] : []));
  });
  expect(questions).toEqual([expect.stringMatching(/this is no poem.*In round 2:.*\/milepost retry/s)]);

  await review(world, "stranger", { event: "APPROVE", body: "Nice" });
  expect((await runToEnd(world, run)).code).toBe(2);
  await review(world, "owner", { event: "APPROVE", body: "It is a poem" });
  const { code, result } = await runToEnd(world, run);
  expect([code, result.pulls[0]?.verdict]).toEqual([0, "approve"]);
  expect(result.criteria.find(({ name }) => name === "rules")?.evidence).toContain("00a by owner");
  const status = await visit(world, "owner", async (octokit, { head }) =>
    (await octokit.rest.repos.getCombinedStatusForRef({ ...at, ref: head })).data.statuses.map(
      ({ context, description }) => `${context}: ${description}`,
    ),
  );
  expect(status).toContain("milepost/review: Approved by owner");
  const states = await visit(world, "owner", async (octokit, { number }) =>
    (await octokit.rest.pulls.listReviews({ ...at, pull_number: number })).data.map(({ state }) => state),
  );
  expect(states.filter((state) => state !== "APPROVED")).toEqual(["DISMISSED", "DISMISSED", "DISMISSED"]);
});

test("what a stranger asks, what was dismissed, and an approval of an older head change nothing", async () => {
  using world = newWorld();
  const second = `(round === 2 ? { decision: "request_changes", summary: "No" } : { decision: "request_changes", summary: "Never" })`;
  const run = {
    plan: world.plan(`limits: { rounds: 2 }\n${one}`),
    ...programs(world, second),
  };
  expect((await runToEnd(world, run)).code).toBe(2);
  await review(world, "stranger", { ...asking, comments: [inline] });
  const dismissed = await review(world, "reader", asking);
  await visit(world, "owner", async (octokit, { number }) => {
    const { data } = await octokit.rest.pulls.listCommits({ ...at, pull_number: number });
    const older = { ...at, pull_number: number, commit_id: data[0]?.sha ?? "" };
    await octokit.rest.pulls.createReview({ ...older, event: "APPROVE", body: "Good" });
    await octokit.rest.pulls.dismissReview({ ...at, ...dismissed, message: "Not now" });
  });
  const { code, result } = await runToEnd(world, run);
  expect([code, result.requests.write, result.followUps.opened]).toEqual([2, 0, 2]);
});
