import type { Entry } from "../../src/core/lane/handoff.ts";
import { newApp } from "../forge/app.ts";
import { asksOnce, reviewerScript } from "../local/world.ts";
import { install } from "./plans.ts";
import { readable } from "./readable.ts";
import { type ActionWorld, openActionWorld, type Step } from "./world.ts";

/** A world whose first lane has been started, and a way to run its steps. */
const startLane = async (
  reviewer = reviewerScript(),
): Promise<{
  world: ActionWorld;
  run: (step: Step, more?: Record<string, string>, attempt?: number) => ReturnType<ActionWorld["step"]>;
}> => {
  const world = await openActionWorld();
  await install(world, reviewer);
  const { outputs } = await world.step("orchestrate", { inputs: { plan: "test" } });
  const [entry] = JSON.parse(outputs.matrix ?? "[]") as Entry[];
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

test("with one identity the verdict is a comment and a status, and the record says so", async () => {
  const { world, run } = await startLane(reviewerScript(asksOnce));
  await using _ = world;
  await run("implement");
  const { head = "" } = (await run("propose")).outputs;
  await run("review", { head });
  expect((await run("settle")).code).toBe(0);
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
  await install(world, reviewerScript());
  const app = { "app-id": "1", "private-key": writer.privateKey };
  const reviewer = { "reviewer-app-id": "2", "reviewer-private-key": judge.privateKey };
  const { outputs } = await world.step("orchestrate", { inputs: { plan: "test", ...app } });
  const [entry] = JSON.parse(outputs.matrix ?? "[]") as Entry[];
  const inputs = { plan: "test", entry: JSON.stringify(entry) };
  await world.step("implement", { inputs });
  const { head = "", pull = "" } = (await world.step("propose", { inputs: { ...inputs, ...app } })).outputs;
  await world.step("review", { inputs: { ...inputs, head } });
  await world.step("settle", { inputs: { ...inputs, ...app, ...reviewer } });
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

test("a job may not open pull requests until the repository lets it: propose says where", async () => {
  const { world, run } = await startLane();
  await using _ = world;
  await run("implement");
  const message = "GitHub Actions is not permitted to create or approve pull requests.";
  world.gateway.instead.push({ asked: /POST .*\/pulls/, status: 403, body: { message } });
  expect(readable(await run("propose"))).toMatchSnapshot();
  const settled = await run("settle", { implement: "success", propose: "failure", review: "skipped" });
  expect(settled.summary).toMatch(/the job propose failed: .*not permitted/);
});

test("what was pushed before its job was cut off is proposed by the next lane, by whichever agent", async () => {
  const { world, run } = await startLane();
  await using _ = world;
  await run("implement");
  world.gateway.instead.push({ asked: /POST .*\/pulls/, status: 500, body: { message: "Server Error" } });
  expect((await run("propose")).code).toBe(1);
  world.gateway.instead.pop();
  await run("settle", { implement: "success", propose: "failure", review: "skipped" });
  const { outputs } = await world.step("orchestrate", { run: { id: 2 }, inputs: { plan: "test" } });
  const [entry] = JSON.parse(outputs.matrix ?? "[]") as Entry[];
  const inputs = { plan: "test", entry: JSON.stringify(entry) };
  await world.step("implement", { run: { id: 2 }, inputs });
  const proposed = await world.step("propose", { run: { id: 2 }, inputs });
  expect(proposed.outputs.pull).not.toBe("");
  const { octokit, owner, repo } = world;
  const { data: pulls } = await octokit.rest.pulls.list({ owner, repo, state: "all" });
  expect(pulls.map(({ head }) => head.ref)).toEqual(["t/00a-a"]);
});

test("a lane whose agent's job was cancelled and left nothing is settled, and nothing more is started", async () => {
  const { world, run } = await startLane();
  await using _ = world;
  const proposed = await run("propose");
  expect(proposed.outputs).toEqual({ head: "", pull: "" });
  expect(
    readable(await run("settle", { implement: "cancelled", propose: "success", review: "skipped" })),
  ).toMatchSnapshot();
});
