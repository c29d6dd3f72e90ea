import { setTimeout as delay } from "node:timers/promises";
import { Octokit } from "@octokit/rest";
import { clockAt } from "../clock.ts";
import { type Script, waits } from "../runner.ts";
import { storeArtifact } from "../store-artifact.ts";
import type { Caller } from "./call.ts";
import type { Scenarios } from "./scenario.ts";

/** Opens a pull request with the job's own token. */
const opensPull: Script = async ({ environment, secrets }) => {
  const octokit = new Octokit({ baseUrl: environment.GITHUB_API_URL ?? "", auth: secrets.GITHUB_TOKEN });
  const [owner = "", repo = ""] = (environment.GITHUB_REPOSITORY ?? "").split("/");
  await octokit.pulls.create({ owner, repo, title: "Work", head: "work", base: "main" });
  return { conclusion: "success", steps: {} };
};

/** What the jobs of these workflows do. */
export const contractScripts = {
  hold: waits,
  leave: storeArtifact("notes", "what was found"),
  open: opensPull,
};

/** What artifacts expire by. */
export const contractClock = clockAt("2026-01-05T10:00:00Z");

const dispatched = `
name: Orchestrate
on:
  workflow_dispatch:
    inputs:
      plan: { required: true }
      dry: { type: boolean, default: false }
  repository_dispatch: { types: [milepost] }
jobs:
  hold: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
`;
const pushed = "on: push\njobs: {}\n";
const leaving = `
on: workflow_dispatch
jobs:
  leave: { runs-on: ubuntu-latest, steps: [{ run: "true" }] }
`;

const opening = `
on: [workflow_dispatch, pull_request]
permissions: { pull-requests: write }
jobs:
  open:
    if: github.event_name == 'workflow_dispatch'
    runs-on: ubuntu-latest
    steps: [{ run: "true" }]
`;

/** Dispatches a workflow and waits until its run is in one of these states. */
const dispatch = async (
  call: Caller,
  workflow_id: string,
  states: readonly string[],
): Promise<{ run_id: number }> => {
  const body = { ref: "main", return_run_details: true };
  const details: { workflow_run_id?: number } = await call("actions/create-workflow-dispatch", 200, {
    at: { workflow_id },
    body,
  });
  const run_id = details.workflow_run_id ?? 0;
  await reaches(call, run_id, states);
  return { run_id };
};

const reaches = async (call: Caller, run_id: number, states: readonly string[]): Promise<void> => {
  for (;;) {
    const { status } = await call("actions/get-workflow-run", 200, { at: { run_id } });
    if (states.includes(status ?? "")) return;
    await delay(20);
  }
};

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
    await reaches(call, run.run_id, ["in_progress"]);
    expect(await call("actions/get-workflow-run", 200, { at: run })).toMatchObject({ run_number: 2 });
    const running = { at, query: { status: "in_progress" } };
    expect(await call("actions/list-workflow-runs", 200, running)).toMatchObject({ total_count: 2 });
    const query = { event: "workflow_dispatch", actor: "milepost-bot" };
    expect(await call("actions/list-workflow-runs-for-repo", 200, { query })).toMatchObject({
      total_count: 2,
    });
    await call("actions/delete-workflow-run", 403, { at: run });
    await call("actions/cancel-workflow-run", 202, { at: run });
    await reaches(call, run.run_id, ["completed"]);
    await call("actions/cancel-workflow-run", 409, { at: run });
    const forced = { run_id: workflow_runs[1]?.id ?? 0 };
    await call("actions/force-cancel-workflow-run", 202, { at: forced });
    await reaches(call, forced.run_id, ["completed"]);
    expect(await call("actions/get-workflow-run", 200, { at: forced })).toMatchObject({
      conclusion: "cancelled",
    });
    await call("actions/re-run-workflow-failed-jobs", 201, { at: run });
    await reaches(call, run.run_id, ["in_progress"]);
    await call("actions/force-cancel-workflow-run", 202, { at: run });
    await reaches(call, run.run_id, ["completed"]);
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

  "a run's jobs, logs and artifacts can be read, and it can be run again": async ({ workshop, call }) => {
    await workshop.push("main", { ".github/workflows/leave.yml": leaving });
    const at = await dispatch(call, "leave.yml", ["completed"]);
    const { jobs } = await call("actions/list-jobs-for-workflow-run", 200, { at });
    expect(jobs).toMatchObject([{ name: "leave", conclusion: "success", steps: [{ name: "Look" }] }]);
    const job = { job_id: jobs[0]?.id ?? 0 };
    await call("actions/get-job-for-workflow-run", 200, { at: job });
    const log = await call("actions/download-job-logs-for-workflow-run", 200, { at: job });
    expect(String(log)).toMatch(/^\S+Z something was found\n$/);
    expect(String(await call("actions/download-workflow-run-logs", 200, { at })).startsWith("PK")).toBe(true);

    const { artifacts } = await call("actions/list-workflow-run-artifacts", 200, { at });
    expect(artifacts).toMatchObject([{ name: "notes", size_in_bytes: 14, workflow_run: { id: at.run_id } }]);
    const artifact = { artifact_id: artifacts[0]?.id ?? 0, archive_format: "zip" };
    await call("actions/list-artifacts-for-repo", 200, { query: { name: "notes" } });
    await call("actions/get-artifact", 200, { at: artifact });
    expect(await call("actions/download-artifact", 200, { at: artifact })).toBe("what was found");
    await contractClock.set("2999-01-01T00:00:00Z");
    expect(await call("actions/get-artifact", 200, { at: artifact })).toMatchObject({ expired: true });
    await call("actions/download-artifact", 410, { at: artifact });
    await call("actions/delete-artifact", 204, { at: artifact });
    await call("actions/get-artifact", 404, { at: artifact });

    await call("actions/re-run-workflow", 201, { at });
    await reaches(call, at.run_id, ["completed"]);
    expect(await call("actions/get-workflow-run", 200, { at })).toMatchObject({ run_attempt: 2 });
    const second = { ...at, attempt_number: 2 };
    await call("actions/get-workflow-run-attempt", 200, { at: second });
    const again = await call("actions/list-jobs-for-workflow-run-attempt", 200, { at: second });
    expect(again).toMatchObject({ total_count: 1, jobs: [{ run_attempt: 2 }] });
    const all = await call("actions/list-jobs-for-workflow-run", 200, { at, query: { filter: "all" } });
    expect(all).toMatchObject({ total_count: 2 });
    await call("actions/re-run-workflow-failed-jobs", 403, { at });
    await call("actions/re-run-job-for-workflow-run", 201, { at: { job_id: again.jobs[0]?.id ?? 0 } });
    await reaches(call, at.run_id, ["completed"]);
    await call("actions/approve-workflow-run", 403, { at });
  },

  "a workflow that is switched off is not dispatched": async ({ workshop, call }) => {
    await workshop.push("main", { ".github/workflows/leave.yml": leaving });
    const at = { workflow_id: "leave.yml" };
    await call("actions/disable-workflow", 204, { at });
    expect(await call("actions/get-workflow", 200, { at })).toMatchObject({ state: "disabled_manually" });
    await call("actions/create-workflow-dispatch", 422, { at, body: { ref: "main" } });
    await call("actions/enable-workflow", 204, { at });
    expect(await call("actions/get-workflow", 200, { at })).toMatchObject({ state: "active" });
  },

  "variables are kept in capitals, and renamed": async ({ call }) => {
    await call("actions/create-repo-variable", 201, { body: { name: "plan", value: "p" } });
    await call("actions/create-repo-variable", 422, { body: { name: "GITHUB_X", value: "q" } });
    expect(await call("actions/list-repo-variables", 200)).toMatchObject({
      variables: [{ name: "PLAN", value: "p" }],
    });
    await call("actions/update-repo-variable", 204, { at: { name: "plan" }, body: { name: "other" } });
    expect(await call("actions/get-repo-variable", 200, { at: { name: "other" } })).toMatchObject({
      name: "OTHER",
      value: "p",
    });
    await call("actions/delete-repo-variable", 204, { at: { name: "other" } });
    await call("actions/get-repo-variable", 404, { at: { name: "other" } });
  },

  "a job opens pull requests only where that is allowed, and their runs wait for approval": async ({
    workshop,
    call,
  }) => {
    const id = "actions/get-github-actions-default-workflow-permissions-repository";
    expect(await call(id, 200, { as: "owner" })).toMatchObject({
      default_workflow_permissions: "read",
      can_approve_pull_request_reviews: false,
    });
    await call("actions/set-github-actions-default-workflow-permissions-repository", 204, {
      as: "owner",
      body: { can_approve_pull_request_reviews: true },
    });
    await workshop.push("main", { ".github/workflows/open.yml": opening });
    await workshop.push("work", { "new.txt": "new\n" }, "main");
    await dispatch(call, "open.yml", ["completed"]);
    const { workflow_runs } = await call("actions/list-workflow-runs-for-repo", 200, {
      query: { event: "pull_request" },
    });
    expect(workflow_runs).toMatchObject([
      {
        status: "completed",
        conclusion: "action_required",
        actor: { login: "github-actions[bot]", type: "Bot" },
      },
    ]);
    const at = { run_id: workflow_runs[0]?.id ?? 0 };
    await call("actions/re-run-workflow", 403, { at });
    await call("actions/approve-workflow-run", 201, { at });
    await reaches(call, at.run_id, ["completed"]);
  },
};
