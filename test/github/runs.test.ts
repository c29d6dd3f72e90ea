import { connect } from "../../src/github/client.ts";
import { claimLiveness } from "../../src/github/runs.ts";
import { openStudio, type Studio, workflow } from "../forge/actions/runs.ts";
import { fails, succeeds, waits } from "../forge/runner.ts";

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(() => studio[Symbol.asyncDispose]());

/** A lane whose settle needs a job that has not ended, beside one of an older version's names whose settle failed. */
const lanes = workflow("on: workflow_dispatch", {
  implement: 'name: "lane (a) / implement", steps: [{ run: work }]',
  slow: "steps: [{ run: work }]",
  settle: 'name: "lane (a) / settle", needs: [implement, slow], steps: [{ run: work }]',
  broken: 'name: "b / settle", steps: [{ run: work }]',
});

test("a lane lives until it has settled, although jobs that are to come are not listed yet, or until its run ends", async () => {
  const scripts = { implement: succeeds, slow: waits, broken: fails };
  const scene = await studio.scene({ "main.yml": lanes }, scripts);
  const run_id = await scene.dispatch();
  const ended = { "lane (a) / implement": "success", slow: "in_progress", "b / settle": "failure" };
  while (JSON.stringify(await scene.jobs(run_id)) !== JSON.stringify(ended)) await scene.given(1);
  const { forge, token } = studio.world;
  const place = { url: forge.url, ...scene.at, token: token("bot") ?? "", throttle: false };
  const livenessOf = (todo: string) =>
    claimLiveness(connect(place), { runId: 0, runAttempt: 1 })(`${run_id}-1`, todo);
  expect([await livenessOf("a"), await livenessOf("b")]).toEqual(["live", "failed"]);
  await scene.octokit.rest.actions.cancelWorkflowRun({ ...scene.at, run_id });
  await scene.reaches(run_id, "completed");
  expect(await livenessOf("a")).toBe("interrupted");
});
