import { setTimeout as delay } from "node:timers/promises";
import { fails, type Script, succeeds, waits } from "../runner.ts";
import { openStudio, type Scene, type Studio, workflow } from "./runs.ts";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio[Symbol.asyncDispose]());

const step = "steps: [{ run: work }]";
const ci = workflow("on: pull_request", { lint: step, test: `needs: lint, ${step}` });

/** A pull request whose workflow's jobs run these scripts, once its run is in a state. */
const pulled = async (scripts: Readonly<Record<string, Script>>, status: string) => {
  const scene = await studio.scene({ "ci.yml": ci }, scripts);
  const sha = await scene.workshop.push("a", { "a.txt": "a\n" }, "main");
  const { octokit, at } = scene;
  const { data: pull } = await octokit.pulls.create({ ...at, title: "A", head: "a", base: "main" });
  const [run] = await scene.runs("pull_request");
  await scene.reaches(run?.id ?? 0, status);
  return { ...scene, sha, number: pull.number, runId: run?.id ?? 0 };
};

const mergeableState = async ({ octokit, at }: Scene, pull_number: number): Promise<string> => {
  for (;;) {
    const { data } = await octokit.pulls.get({ ...at, pull_number });
    if (data.mergeable !== null) return data.mergeable_state;
    await delay(10);
  }
};

test.each([
  ["fails", fails, "completed", "unstable"],
  ["has not ended", waits, "in_progress", "unstable"],
  ["succeeds", succeeds, "completed", "clean"],
] as const)("a pull request whose job %s is %#: %s", async (_, test, status, expected) => {
  const scene = await pulled({ test }, status);
  expect(await mergeableState(scene, scene.number)).toBe(expected);
});

test("a workflow's jobs are check runs of its run's suite, and their logs are found by them", async () => {
  const { octokit, at, sha, runId } = await pulled({ test: fails }, "completed");
  const { data: checks } = await octokit.checks.listForRef({ ...at, ref: "a" });
  expect(checks.check_runs).toMatchObject([
    { name: "lint", conclusion: "success", app: { id: 15_368, slug: "github-actions" }, head_sha: sha },
    { name: "test", conclusion: "failure", html_url: expect.stringContaining(`/actions/runs/${runId}/job/`) },
  ]);
  const failed = checks.check_runs[1]?.id ?? 0;
  expect((await octokit.checks.get({ ...at, check_run_id: failed })).data).toEqual(checks.check_runs[1]);
  expect((await octokit.actions.getJobForWorkflowRun({ ...at, job_id: failed })).data.name).toBe("test");
  expect((await octokit.actions.downloadJobLogsForWorkflowRun({ ...at, job_id: failed })).status).toBe(200);
  const { data: suites } = await octokit.checks.listSuitesForRef({ ...at, ref: sha, app_id: 15_368 });
  const [suite] = suites.check_suites;
  expect(suites.check_suites).toMatchObject([
    { status: "completed", conclusion: "failure", head_branch: "a" },
  ]);
  const { data: run } = await octokit.actions.getWorkflowRun({ ...at, run_id: runId });
  expect([run.check_suite_id, run.check_suite_url]).toEqual([suite?.id, suite?.url]);
  const of = await octokit.checks.listForSuite({ ...at, check_suite_id: suite?.id ?? 0 });
  expect(of.data.check_runs.map(({ name }) => name)).toEqual(["lint", "test"]);
  const changed = octokit.checks.update({ ...at, check_run_id: failed, conclusion: "success" });
  await expect(changed).rejects.toMatchObject({ status: 403 });
});

test("failed jobs run again replace those of the attempt before, which are still told when all are asked for", async () => {
  let attempts = 0;
  const flaky: Script = (...asked) => (attempts++ === 0 ? fails(...asked) : succeeds(...asked));
  const scene = await pulled({ test: flaky }, "completed");
  const { octokit, at, runId } = scene;
  await octokit.actions.reRunWorkflowFailedJobs({ ...at, run_id: runId });
  await scene.reaches(runId, "completed");
  const conclusions = async (filter: "latest" | "all") => {
    const { data } = await octokit.checks.listForRef({ ...at, ref: "a", filter });
    return data.check_runs.map(({ name, conclusion }) => `${name}: ${conclusion}`);
  };
  expect(await conclusions("latest")).toEqual(["lint: success", "test: success"]);
  expect(await conclusions("all")).toEqual([
    "lint: success",
    "test: failure",
    "lint: success",
    "test: success",
  ]);
  expect(await mergeableState(scene, scene.number)).toBe("clean");
});
