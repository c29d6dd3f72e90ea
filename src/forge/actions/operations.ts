import { z } from "zod";
import { findUser } from "../accounts.ts";
import { accepted, listed, noContent, ok } from "../answer.ts";
import type { RepositoryContext } from "../context.ts";
import { conflict, forbidden } from "../errors.ts";
import { type Operation, operation } from "../operation.ts";
import { pageItems } from "../pagination.ts";
import { createDispatchEvent, createWorkflowDispatch } from "./dispatch.ts";
import { runAt, runsOf, setRunState, type WorkflowRun } from "./runs.ts";
import { runView, workflowView } from "./view.ts";
import { defaultWorkflows, workflowNamed } from "./workflows.ts";

const listWorkflows = operation({
  id: "actions/list-repo-workflows",
  method: "GET",
  path: "/repos/{owner}/{repo}/actions/workflows",
  needs: "read",
  handle: async (context) => {
    const all = await defaultWorkflows(context.git, context.repository);
    const workflows = pageItems(all, context.page).map((workflow) => workflowView(context, workflow));
    return listed({ total_count: all.length, workflows }, context.page, all.length);
  },
});

const getWorkflow = operation({
  id: "actions/get-workflow",
  method: "GET",
  path: "/repos/{owner}/{repo}/actions/workflows/{workflow_id}",
  needs: "read",
  handle: async (context) =>
    ok(
      workflowView(context, await workflowNamed(context.git, context.repository, context.params.workflow_id)),
    ),
});

const query = z.object({
  actor: z.string().optional(),
  branch: z.string().optional(),
  event: z.string().optional(),
  status: z.string().optional(),
  head_sha: z.string().optional(),
});

const listRuns = operation({
  id: "actions/list-workflow-runs",
  method: "GET",
  path: "/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs",
  needs: "read",
  query,
  handle: async (context) => {
    const workflow = await workflowNamed(context.git, context.repository, context.params.workflow_id);
    return showRuns(context, runsOf(context.store, context.repository.id, workflow.id));
  },
});

const listRunsForRepository = operation({
  id: "actions/list-workflow-runs-for-repo",
  method: "GET",
  path: "/repos/{owner}/{repo}/actions/runs",
  needs: "read",
  query,
  handle: (context) => showRuns(context, runsOf(context.store, context.repository.id, null)),
});

const showRuns = async (
  context: RepositoryContext<Record<string, string>, undefined, z.output<typeof query>>,
  runs: readonly WorkflowRun[],
) => {
  const { store, query, page } = context;
  const actor = query.actor === undefined ? undefined : (findUser(store, query.actor)?.id ?? 0);
  const wanted = runs.filter((run) => matches(run, query) && (actor === undefined || run.actor_id === actor));
  const workflow_runs = await Promise.all(pageItems(wanted, page).map((run) => runView(context, run)));
  return listed({ total_count: wanted.length, workflow_runs }, page, wanted.length);
};

/** `status` may name a status or a conclusion. */
const matches = (run: WorkflowRun, { branch, event, status, head_sha }: z.output<typeof query>): boolean =>
  (branch === undefined || run.head_branch === branch) &&
  (event === undefined || run.event === event) &&
  (status === undefined || run.status === status || run.conclusion === status) &&
  (head_sha === undefined || run.head_sha === head_sha);

const one = "/repos/{owner}/{repo}/actions/runs/{run_id}";

const getRun = operation({
  id: "actions/get-workflow-run",
  method: "GET",
  path: one,
  needs: "read",
  handle: async (context) =>
    ok(await runView(context, runAt(context.store, context.repository, context.params.run_id))),
});

const cancelRun = operation({
  id: "actions/cancel-workflow-run",
  method: "POST",
  path: `${one}/cancel`,
  needs: "write",
  handle: ({ store, repository, params, now }) =>
    store.transaction(() => {
      const run = runAt(store, repository, params.run_id);
      if (run.status === "completed") throw conflict("Cannot cancel a workflow run that is completed.");
      setRunState(store, run.id, { status: "completed", conclusion: "cancelled" }, now);
      return accepted({});
    }),
});

const deleteRun = operation({
  id: "actions/delete-workflow-run",
  method: "DELETE",
  path: one,
  needs: "write",
  handle: ({ store, repository, params }) =>
    store.transaction(() => {
      const run = runAt(store, repository, params.run_id);
      if (run.status !== "completed") throw forbidden("Could not delete the workflow run");
      store.run("delete from workflow_runs where id = ?", run.id);
      return noContent();
    }),
});

/** The forge keeps runs, not their jobs. */
const listJobs = operation({
  id: "actions/list-jobs-for-workflow-run",
  method: "GET",
  path: `${one}/jobs`,
  needs: "read",
  handle: ({ store, repository, params, page }) => {
    runAt(store, repository, params.run_id);
    return listed({ total_count: 0, jobs: [] }, page, 0);
  },
});

export const actionsOperations: readonly Operation[] = [
  listWorkflows,
  getWorkflow,
  createWorkflowDispatch,
  listRuns,
  listRunsForRepository,
  getRun,
  cancelRun,
  deleteRun,
  listJobs,
  createDispatchEvent,
];
