import type { LaneEntry } from "../../src/core/lane/handoff.ts";
import { install } from "../action/plans.ts";
import { type ActionWorld, entriesOf, openActionWorld, type Run } from "../action/world.ts";
import { asksOnce, reviewerScript } from "../local/world.ts";
import { isThorough } from "../thorough.ts";

/** Runs what is queued, one run after another and in it one lane after another, until nothing is. */
const runUntilQuiet = async (world: ActionWorld): Promise<void> => {
  const { octokit, owner, repo } = world;
  for (;;) {
    const { data } = await octokit.rest.actions.listWorkflowRunsForRepo({ owner, repo, status: "queued" });
    const [next] = data.workflow_runs.sort((one, other) => one.id - other.id);
    if (!next) return;
    await runOnce(world, { id: next.id });
    await octokit.rest.actions.cancelWorkflowRun({ owner, repo, run_id: next.id });
  }
};

const runOnce = async (world: ActionWorld, run: Run): Promise<void> => {
  const orchestrated = await stepOf(world, "orchestrate", { run, inputs: { plan: "test" } });
  for (const entry of entriesOf(orchestrated.outputs)) await runLane(world, run, entry);
};

const runLane = async (world: ActionWorld, run: Run, entry: LaneEntry): Promise<void> => {
  const inputs = { plan: "test", entry: JSON.stringify(entry) };
  const reader = { ...inputs, token: world.token("reviewer") };
  const implemented = await stepOf(world, "implement", { run, inputs: reader });
  const { head = "" } = (await stepOf(world, "propose", { run, inputs })).outputs;
  const reviewed = await stepOf(world, "review", { run, inputs: { ...reader, head } });
  expect([...implemented.requests, ...reviewed.requests].filter(isWrite)).toEqual([]);
  await stepOf(world, "settle", { run, inputs: { ...inputs, "reviewer-token": world.token("reviewer") } });
  await reportCi(world, entry, head);
};

/** The repository's own CI, which fails at the first head of one todo; a lane more is for thorough runs. */
const reportCi = async (
  { octokit, owner, repo }: ActionWorld,
  entry: LaneEntry,
  sha: string,
): Promise<void> => {
  const isRed = isThorough && entry.kind === "work" && entry.todo === "c" && entry.fixes.length === 0;
  const state = isRed ? "failure" : "success";
  const said = { context: "ci/build", description: isRed ? "1 test failed" : "All passed" };
  await octokit.rest.repos.createCommitStatus({ owner, repo, sha, state, ...said });
};

/** Whether a request changes the forge; what is left for the next job goes to the run's own storage. */
/** Whether it may write: what reads by GraphQL is a POST, too, and no token that only reads could write by it. */
const isWrite = (request: string): boolean => !/^(GET|git fetch|artifacts:|POST \/graphql)/.test(request);

const stepOf = async (world: ActionWorld, ...[name, options]: Parameters<ActionWorld["step"]>) => {
  const ended = await world.step(name, options);
  if (ended.code !== 0) throw new Error(`${name} ended with ${ended.code}: ${ended.stdout}${ended.stderr}`);
  return ended;
};

test("the actions bring a plan from its first dispatch to a closed milestone, each run started by the one before", async () => {
  await using world = await openActionWorld();
  const { octokit, owner, repo } = world;
  await install(world, reviewerScript(`(todo === "a" ? ${asksOnce} : { decision: "approve" })`));
  const dispatch = { owner, repo, workflow_id: "milepost.yml", ref: "main", inputs: { plan: "test" } };
  await octokit.rest.actions.createWorkflowDispatch(dispatch);
  await runUntilQuiet(world);
  const { data: milestones } = await octokit.rest.issues.listMilestones({ owner, repo, state: "all" });
  expect(milestones.map(({ title, state }) => `${title}: ${state}`)).toEqual(["Test: closed"]);
  const { data: pulls } = await octokit.rest.pulls.list({ owner, repo, state: "all" });
  expect(pulls.map(({ head, base }) => `${head.ref} → ${base.ref}`).sort()).toEqual([
    "t/00a-a → main",
    "t/01b-c → t/00a-a",
  ]);
  const all = { owner, repo, state: "all", per_page: 100 } as const;
  const { data: issues } = await octokit.rest.issues.listForRepo(all);
  const fixes = issues.flatMap(({ title, body }) => (title.startsWith("Make the checks") ? [body] : []));
  const wanted = expect.stringContaining('- "ci/build":\n\n    1 test failed');
  expect(fixes).toEqual(isThorough ? [wanted] : []);
});
