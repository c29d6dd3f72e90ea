import { newApp } from "../forge/app.ts";
import { asksOnce, deciding } from "../local/world.ts";
import { isThorough } from "../thorough.ts";
import { install, planWithout } from "./plans.ts";
import { readable } from "./readable.ts";
import { type ActionWorld, type Ended, entriesOf, openActionWorld, type Step } from "./world.ts";

/** A world whose first lane has been started, and a way to run its steps. */
const startLane = async (
  reviewer = deciding(),
): Promise<{
  world: ActionWorld;
  run: (step: Step, more?: Record<string, string>, attempt?: number) => ReturnType<ActionWorld["step"]>;
}> => {
  const world = await openActionWorld();
  await install(world, reviewer);
  const { outputs } = await world.step("orchestrate", { inputs: { plan: "test" } });
  const [entry] = entriesOf(outputs);
  const inputs = { plan: "test", entry: JSON.stringify(entry) };
  const run = (step: Step, more: Record<string, string> = {}, attempt = 1) =>
    world.step(step, { run: { id: 1, attempt }, inputs: { ...inputs, ...more } });
  return { world, run };
};

test("a lane goes through its four jobs, also in a second attempt; what runs programs asks for reading alone", async () => {
  const { world, run } = await startLane();
  await using _ = world;
  const reader = { token: world.token("reviewer") };
  expect(readable(await run("implement", reader))).toMatchSnapshot("implement");
  const proposed = await run("propose", {}, 2);
  expect(readable(proposed)).toMatchSnapshot("propose");
  expect(readable(await run("review", { ...reader, head: proposed.outputs.head ?? "" }, 2))).toMatchSnapshot(
    "review",
  );
  expect(readable(await run("settle", { "reviewer-token": world.token("reviewer") }, 2))).toMatchSnapshot(
    "settle",
  );
});

test("with one identity the verdict is a comment and a status, posted once however often its job runs", async () => {
  const { world, run } = await startLane(deciding(asksOnce));
  await using _ = world;
  await run("implement");
  const { head = "" } = (await run("propose")).outputs;
  await run("review", { head });
  const { instead } = world.gateway;
  instead.push({ asked: /PATCH .*\/issues\/2$/, status: 500, body: { message: "Server Error" } });
  expect(await run("settle")).toMatchObject({ code: 0, outputs: { result: "held-up" } });
  instead.pop();
  expect((await run("settle", {}, 2)).outputs).toEqual({ result: "reviewed" });
  const { octokit, owner, repo } = world;
  const pull_number = (await pullOf(world)) ?? 0;
  const { data: reviews } = await octokit.rest.pulls.listReviews({ owner, repo, pull_number });
  expect(reviews.map(({ state, body }) => `${state} ${body.split("\n")[0]}`)).toEqual([
    "COMMENTED **Changes requested.** (A comment: GitHub lets nobody request changes on their own pull request.)",
  ]);
  const { data: issue } = await octokit.rest.issues.get({ owner, repo, issue_number: 2 });
  expect(issue.body).toContain('"informal":true');
});

const pullOf = async ({ octokit, owner, repo }: ActionWorld): Promise<number | undefined> =>
  (await octokit.rest.pulls.list({ owner, repo })).data[0]?.number;

test("an App writes, another reviews formally, and the job's own token starts the next run", async () => {
  const [writer, judge] = [newApp(1, "writer"), newApp(2, "judge")];
  await using world = await openActionWorld([writer.options, judge.options]);
  const { octokit, owner, repo } = world;
  for (const username of ["writer[bot]", "judge[bot]"])
    await octokit.rest.repos.addCollaborator({ owner, repo, username });
  await install(world, deciding());
  const app = { "app-id": "1", "private-key": writer.privateKey };
  const reviewer = { "reviewer-app-id": "2", "reviewer-private-key": judge.privateKey };
  const { outputs } = await world.step("orchestrate", { inputs: { plan: "test", ...app } });
  const [entry] = entriesOf(outputs);
  const inputs = { plan: "test", entry: JSON.stringify(entry) };
  await world.step("implement", { inputs });
  const failed = await world.step("propose", { inputs: { ...inputs, ...app, plan: "none" } });
  expect({ code: failed.code, revoked: revokedBy(failed) }).toEqual({ code: 1, revoked: 1 });
  const proposed = await world.step("propose", { inputs: { ...inputs, ...app } });
  const { head = "", pull = "" } = proposed.outputs;
  await world.step("review", { inputs: { ...inputs, head } });
  const settled = await world.step("settle", { inputs: { ...inputs, ...app, ...reviewer } });
  expect([proposed, settled].map(revokedBy)).toEqual([1, 2]);
  const { data: bot } = await octokit.rest.users.getByUsername({ username: "writer[bot]" });
  const mail = `${bot.id}+writer[bot]@users.noreply.localhost`;
  const { data: commit } = await octokit.rest.git.getCommit({ owner, repo, commit_sha: head });
  expect([commit.author, commit.committer].map(({ name, email }) => `${name} ${email}`)).toEqual(
    Array(2).fill(`writer[bot] ${mail}`),
  );
  expect(commit.message.match(/^(?:Signed-off|Co-authored)-by: .*$/gm)).toEqual([
    `Signed-off-by: writer[bot] <${mail}>`,
  ]);
  const pull_number = Number(pull);
  const { data: opened } = await octokit.rest.pulls.get({ owner, repo, pull_number });
  const { data: reviews } = await octokit.rest.pulls.listReviews({ owner, repo, pull_number });
  const { data: runs } = await octokit.rest.actions.listWorkflowRunsForRepo({ owner, repo });
  expect({
    opened: opened.user.login,
    reviews: reviews.map(({ user, state }) => `${user?.login}: ${state}`),
    runs: runs.workflow_runs.map(({ actor }) => actor?.login),
  }).toEqual({ opened: "writer[bot]", reviews: ["judge[bot]: APPROVED"], runs: ["milepost-bot"] });
});

const revokedBy = ({ requests }: Ended): number =>
  requests.filter((line) => line === "DELETE /installation/token → 204").length;

test("a job may not open pull requests until the repository lets it: propose says where", async () => {
  const { world, run } = await startLane();
  await using _ = world;
  await run("implement");
  const message = "GitHub Actions is not permitted to create or approve pull requests.";
  world.gateway.instead.push({ asked: /POST .*\/pulls/, status: 403, body: { message } });
  expect(readable(await run("propose"))).toMatchSnapshot();
  const settled = await run("settle", { implement: "success", propose: "failure", review: "skipped" });
  expect(settled.summary).toMatch(/the job propose failed: .*not permitted/);

  // No attempt mends that: a person is asked at once, and what the agent made is not paid for again.
  expect(settled.outputs).toEqual({ result: "misconfigured" });
  world.gateway.instead.pop();
  const next = await retried(world);
  expect((await next("implement")).stdout).toContain("hands on");
  expect((await next("propose")).outputs.head).toMatch(/^[0-9a-f]{40}$/);
});

test("a program that the runner lacks asks a person at once, in implement's words", async () => {
  const { world, run } = await startLane();
  await using _ = world;
  await world.push("main", { "plans/test.yml": planWithout });
  expect((await run("implement")).code).toBe(1);
  const settled = await run("settle", { implement: "failure", propose: "skipped", review: "skipped" });
  expect(settled.outputs).toEqual({ result: "misconfigured" });
  const { octokit, owner, repo } = world;
  const { data: issue } = await octokit.rest.issues.get({ owner, repo, issue_number: 2 });
  expect(issue.body).toMatch(
    /something has to be set up first: the job implement failed: there is no program /,
  );
  expect(issue.body).toContain('"failed":0,"lost":0,');
});

/** The next run of a todo that a person has retried. */
const retried = async (world: ActionWorld) => {
  const { octokit, owner, repo } = world;
  await octokit.rest.issues.createComment({ owner, repo, issue_number: 2, body: "/milepost retry" });
  return await nextRun(world, 2);
};

test("what an agent left and was pushed before its job was cut off is proposed by the next run, and booked once", async () => {
  const { world, run } = await startLane();
  await using _ = world;
  const { instead } = world.gateway;
  await run("implement");
  instead.push({ asked: /POST .*\/pulls/, status: 500, body: { message: "Server Error" } });
  expect((await run("propose")).code).toBe(1);
  instead.pop();
  await run("settle", { implement: "success", propose: "failure", review: "skipped" });
  expect(await run("implement", {}, 2)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/no longer claimed by this run[\s\S]*the next run starts it anew/),
  });

  const second = await nextRun(world, 2);
  const message = "Resource not accessible by integration";
  instead.push({ asked: /\/actions\/runs\/1\/artifacts/, status: 403, body: { message } });
  const anew = await second("implement");
  expect(anew.stdout).toMatch(
    /::warning::What an earlier run left .* 403: .*`actions: read`[\s\S]*a: agent$/m,
  );
  instead.pop();

  const third = await nextRun(world, 3);
  const handedOn = await third("implement");
  expect(handedOn.stdout).toContain("a: hands on");
  expect(handedOn.stdout).not.toContain("a: agent");
  const { pull: issue_number } = (await third("propose")).outputs;
  const { octokit, owner, repo } = world;
  const { data: pulls } = await octokit.rest.pulls.list({ owner, repo, state: "all" });
  expect(pulls.map(({ head, number }) => `${number} ${head.ref}`)).toEqual([`${issue_number} t/00a-a`]);
  const { data: issue } = await octokit.rest.issues.get({ owner, repo, issue_number: 2 });
  expect(issue.body).toContain('"spent":{"runs":2,');
});

/** Starts another run, whose lane goes on with the first todo. */
const nextRun = async (
  world: ActionWorld,
  id: number,
): Promise<(step: Step, more?: Record<string, string>) => ReturnType<ActionWorld["step"]>> => {
  const { outputs } = await world.step("orchestrate", { run: { id }, inputs: { plan: "test" } });
  const [entry] = entriesOf(outputs);
  const inputs = { plan: "test", entry: JSON.stringify(entry) };
  return (step, more = {}) => world.step(step, { run: { id }, inputs: { ...inputs, ...more } });
};

test("a lane whose agent's job was cancelled and left nothing is settled, and nothing more is started", async () => {
  const { world, run } = await startLane();
  await using _ = world;
  const proposed = await run("propose");
  expect(proposed.outputs).toEqual({ head: "", pull: "" });
  expect(
    readable(await run("settle", { implement: "cancelled", propose: "success", review: "skipped" })),
  ).toMatchSnapshot();
});

const losses = [
  ["its report before propose", /\.report\.json$/, "propose"],
  ["its bundle before propose", /\.change\.bundle$/, "propose"],
  ["what propose says before settle, and the verdict,", /\.(proposal|review)\.json$/, "settle"],
  ["the verdict before settle", /\.review\.json$/, "settle"],
  ["everything before settle", /./, "settle"],
] as const;

test.each(losses.filter((_, at) => isThorough || at === 1 || at === 3))(
  "a lane of which %s expired or was deleted is nobody's attempt, and the next goes on",
  async (_, lost, before) => {
    const { world, run } = await startLane();
    await using _world = world;
    await run("implement");
    if (before === "propose") world.gateway.lose(lost);
    const { head = "" } = (await run("propose")).outputs;
    if (head !== "") await run("review", { head });
    if (before === "settle") world.gateway.lose(lost);
    const ended = { implement: "success", propose: "success", review: head === "" ? "skipped" : "success" };
    expect((await run("settle", ended)).outputs).toEqual({ result: "interrupted" });
    const { octokit, owner, repo } = world;
    const { data: issue } = await octokit.rest.issues.get({ owner, repo, issue_number: 2 });
    expect(issue.body).toContain('"failed":0,"lost":1,');

    const next = await nextRun(world, 2);
    const proposed = async () => {
      await next("implement");
      return (await next("propose")).outputs.head;
    };
    const again = before === "propose" ? await proposed() : head;
    expect(again).toMatch(/^[0-9a-f]{40}$/);
    expect((await next("review", { head: again ?? "" })).code).toBe(0);
    expect((await next("settle")).outputs).toEqual({ result: "reviewed" });
  },
);

test("a run that is gone hides nothing of what one before it left", async () => {
  const { world, run } = await startLane();
  await using _ = world;
  await run("implement");
  world.gateway.instead.push({ asked: /POST .*\/pulls/, status: 500, body: { message: "Server Error" } });
  await run("propose");
  world.gateway.instead.pop();
  await run("settle", { implement: "success", propose: "failure", review: "skipped" });
  await nextRun(world, 2);
  const third = await nextRun(world, 3);
  const gone = { asked: /\/actions\/runs\/2\/artifacts/, status: 404, body: { message: "Not Found" } };
  world.gateway.instead.push(gone);
  const handedOn = await third("implement");
  expect(handedOn.stdout).toMatch(/::warning::What an earlier run left .*404/);
  expect(handedOn.stdout).toContain("a: hands on");
  expect(handedOn.stdout).not.toContain("a: agent");
});
