import type { Scenarios } from "./scenario.ts";

const dispatched = `
name: Orchestrate
on:
  workflow_dispatch:
    inputs:
      plan: { required: true }
      dry: { type: boolean, default: false }
  repository_dispatch: { types: [milepost] }
jobs: {}
`;
const pushed = "on: push\njobs: {}\n";

export const actionsScenarios: Scenarios = {
  "a workflow is dispatched, watched and cancelled": async ({ workshop, call }) => {
    await workshop.push("main", {
      ".github/workflows/go.yml": dispatched,
      ".github/workflows/push.yml": pushed,
    });
    const { workflows, total_count } = await call("actions/list-repo-workflows", 200);
    expect(total_count).toBe(2);
    await call("actions/get-workflow", 200, { at: { workflow_id: workflows[0]?.id ?? 0 } });
    const at = { workflow_id: "go.yml" };
    expect(await call("actions/get-workflow", 200, { at })).toMatchObject({ name: "Orchestrate" });
    await call("actions/get-workflow", 404, { at: { workflow_id: "none.yml" } });
    await call("actions/create-workflow-dispatch", 204, { at, body: { ref: "main", inputs: { plan: "p" } } });
    const details = await call("actions/create-workflow-dispatch", 200, {
      at,
      body: { ref: "refs/heads/main", inputs: { plan: "p" }, return_run_details: true },
    });
    const { workflow_runs } = await call("actions/list-workflow-runs", 200, { at });
    const run = { run_id: workflow_runs[0]?.id ?? 0 };
    expect(details).toMatchObject({ workflow_run_id: run.run_id });
    expect(await call("actions/get-workflow-run", 200, { at: run })).toMatchObject({
      status: "queued",
      run_number: 2,
    });
    expect(await call("actions/list-workflow-runs", 200, { at, query: { status: "queued" } })).toMatchObject({
      total_count: 2,
    });
    const query = { event: "workflow_dispatch", actor: "milepost-bot" };
    expect(await call("actions/list-workflow-runs-for-repo", 200, { query })).toMatchObject({
      total_count: 2,
    });
    expect(await call("actions/list-jobs-for-workflow-run", 200, { at: run })).toMatchObject({ jobs: [] });
    await call("actions/delete-workflow-run", 403, { at: run });
    await call("actions/cancel-workflow-run", 202, { at: run });
    await call("actions/cancel-workflow-run", 409, { at: run });
    await call("actions/delete-workflow-run", 204, { at: run });
    await call("actions/get-workflow-run", 404, { at: run });
  },

  "a dispatch that the workflow does not take is refused": async ({ workshop, call }) => {
    await workshop.push("main", {
      ".github/workflows/go.yml": dispatched,
      ".github/workflows/push.yml": pushed,
    });
    const refusal = async (workflow_id: string, body: unknown) =>
      (await call("actions/create-workflow-dispatch", 422, { at: { workflow_id }, body })).message;
    expect(await refusal("push.yml", { ref: "main" })).toBe(
      "Workflow does not have 'workflow_dispatch' trigger",
    );
    expect(await refusal("go.yml", { ref: "nowhere" })).toBe("No ref found for: nowhere");
    expect(await refusal("go.yml", { ref: "main", inputs: { x: "1" } })).toBe(
      'Unexpected inputs provided: ["x"]',
    );
    expect(await refusal("go.yml", { ref: "main" })).toBe("Required input 'plan' not provided");
    const plan = "p".repeat(65_536);
    expect(await refusal("go.yml", { ref: "main", inputs: { plan } })).toBe("inputs are too large.");
    const at = { workflow_id: "none.yml" };
    await call("actions/create-workflow-dispatch", 404, { at, body: { ref: "main" } });
  },

  "an event of the repository starts the workflows that listen to it": async ({ workshop, call }) => {
    await workshop.push("main", { ".github/workflows/go.yml": dispatched });
    await call("repos/create-dispatch-event", 204, {
      body: { event_type: "milepost", client_payload: { a: 1 } },
    });
    await call("repos/create-dispatch-event", 204, { body: { event_type: "other" } });
    expect(await call("actions/list-workflow-runs-for-repo", 200)).toMatchObject({ total_count: 1 });
    await call("repos/create-dispatch-event", 422, { body: { event_type: "e".repeat(101) } });
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, 1]));
    await call("repos/create-dispatch-event", 422, { body: { event_type: "e", client_payload: eleven } });
    const large = { text: "x".repeat(65_536) };
    await call("repos/create-dispatch-event", 422, { body: { event_type: "e", client_payload: large } });
  },
};
