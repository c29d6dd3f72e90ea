import { z } from "zod";
import { findUser } from "../accounts.ts";
import { accepted, created, listed, noContent, ok } from "../answer.ts";
import type { Operation, RepositoryContext } from "../context.ts";
import { conflict, forbidden, notFound } from "../errors.ts";
import { operation } from "../operation.ts";
import { pageItems } from "../pagination.ts";
import type { WorkflowRun } from "../workflow-run.ts";
import { jobsOf } from "../workflow-runs/jobs.ts";
import { nextAttempt, runAt, runById, runsOf, setRunState } from "../workflow-runs/runs.ts";
import { artifactsOf } from "./artifacts/table.ts";
import { jobAt } from "./job-at.ts";
import { runView } from "./view.ts";
import { workflowNamed } from "./workflows.ts";

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

const getAttempt = operation({
  id: "actions/get-workflow-run-attempt",
  method: "GET",
  path: `${one}/attempts/{attempt_number}`,
  needs: "read",
  handle: async (context) => {
    const run = runAt(context.store, context.repository, context.params.run_id);
    const attempt = Number(context.params.attempt_number);
    if (!Number.isInteger(attempt) || attempt < 1 || attempt > run.attempt) throw notFound();
    return ok(await runView(context, attempt === run.attempt ? run : earlier(context, run, attempt)));
  },
});

/** A run as it was after an earlier attempt, by that one's jobs. */
const earlier = ({ store }: RepositoryContext, run: WorkflowRun, attempt: number): WorkflowRun => {
  const jobs = jobsOf(store, run.id, attempt);
  const ends = jobs.map(({ conclusion }) => conclusion);
  const worst = (["failure", "cancelled", "success"] as const).find((end) => ends.includes(end));
  const times = jobs.flatMap(({ completed_at }) => completed_at ?? []).toSorted();
  return {
    ...run,
    ...{ attempt, status: "completed", conclusion: worst ?? "cancelled" },
    started_at: jobs[0]?.created_at ?? run.created_at,
    updated_at: times.at(-1) ?? run.updated_at,
    triggering_actor_id: attempt === 1 ? run.actor_id : run.triggering_actor_id,
  };
};

type OfRun = RepositoryContext<{ readonly run_id: string }>;

/** Ends a run: whoever runs it does so, and without a runner there is nothing to wait for. */
const end = ({ store, repository, params, now, actions }: OfRun, force: boolean) => {
  const run = runAt(store, repository, params.run_id);
  if (run.status === "completed") throw conflict("Cannot cancel a workflow run that is completed.");
  if (!actions.engine.cancel(run.id, { force })) {
    setRunState(store, run.id, { status: "completed", conclusion: "cancelled" }, now);
  }
  return accepted({});
};

const cancel = operation({
  id: "actions/cancel-workflow-run",
  method: "POST",
  path: `${one}/cancel`,
  needs: "write",
  handle: (context) => end(context, false),
});

const forceCancel = operation({
  id: "actions/force-cancel-workflow-run",
  method: "POST",
  path: `${one}/force-cancel`,
  needs: "write",
  handle: (context) => end(context, true),
});

/** Queues a run, and has it taken up if there is a runner. */
const queue = ({ store, now, actions }: Pick<OfRun, "store" | "now" | "actions">, { id }: WorkflowRun) => {
  setRunState(store, id, { status: "queued" }, now);
  const queued = runById(store, id);
  if (queued) actions.engine.start(queued);
  return created({});
};

const approve = operation({
  id: "actions/approve-workflow-run",
  method: "POST",
  path: `${one}/approve`,
  needs: "write",
  handle: (context) => {
    const run = runAt(context.store, context.repository, context.params.run_id);
    if (context.grant || run.conclusion !== "action_required") {
      throw forbidden("This run is not waiting for approval.");
    }
    return queue(context, run);
  },
});

/** Runs a run again: these jobs of it and those that need them, or all. */
const again = (context: RepositoryContext, run: WorkflowRun, jobs: readonly string[] | null) => {
  if (run.status !== "completed") throw forbidden("This workflow is already running");
  if (run.conclusion === "action_required") throw forbidden("This workflow run must be approved first");
  nextAttempt(context.store, run, { actorId: context.user().id, jobs });
  return queue(context, run);
};

const rerun = operation({
  id: "actions/re-run-workflow",
  method: "POST",
  path: `${one}/rerun`,
  needs: "write",
  handle: (context) => again(context, runAt(context.store, context.repository, context.params.run_id), null),
});

const rerunFailed = operation({
  id: "actions/re-run-workflow-failed-jobs",
  method: "POST",
  path: `${one}/rerun-failed-jobs`,
  needs: "write",
  handle: (context) => {
    const run = runAt(context.store, context.repository, context.params.run_id);
    const failed = jobsOf(context.store, run.id, run.attempt).filter(
      ({ conclusion }) => conclusion === "failure" || conclusion === "cancelled",
    );
    if (run.status === "completed" && failed.length === 0) throw forbidden("No job of this run has failed");
    return again(
      context,
      run,
      failed.map(({ name }) => name),
    );
  },
});

const rerunJob = operation({
  id: "actions/re-run-job-for-workflow-run",
  method: "POST",
  path: "/repos/{owner}/{repo}/actions/jobs/{job_id}/rerun",
  needs: "write",
  handle: (context) => {
    const { job, run } = jobAt(context);
    return again(context, run, [job.name]);
  },
});

const remove = operation({
  id: "actions/delete-workflow-run",
  method: "DELETE",
  path: one,
  needs: "write",
  handle: async ({ store, repository, params, actions }) => {
    const run = runAt(store, repository, params.run_id);
    if (run.status !== "completed") throw forbidden("Could not delete the workflow run");
    const jobs = jobsOf(store, run.id, null).map(({ id }) => id);
    const artifacts = artifactsOf(store, repository.id, run.id);
    store.transaction(() => store.run("delete from workflow_runs where id = ?", run.id));
    await actions.logs.remove(jobs);
    for (const { id } of artifacts) await actions.artifacts.remove(id);
    return noContent();
  },
});

export const runOperations: readonly Operation[] = [
  listRuns,
  listRunsForRepository,
  getRun,
  getAttempt,
  cancel,
  forceCancel,
  approve,
  rerun,
  rerunFailed,
  rerunJob,
  remove,
];
