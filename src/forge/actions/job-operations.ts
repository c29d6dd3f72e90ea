import { z } from "zod";
import { found, listed, ok } from "../answer.ts";
import type { Operation, RepositoryContext } from "../context.ts";
import { operation } from "../operation.ts";
import { pageItems } from "../pagination.ts";
import type { WorkflowRun } from "../workflow-run.ts";
import { jobsOf } from "../workflow-runs/jobs.ts";
import { runAt } from "../workflow-runs/runs.ts";
import { jobAt } from "./job-at.ts";
import { logAddress } from "./log-files.ts";
import { jobView } from "./view.ts";

const ofRun = "/repos/{owner}/{repo}/actions/runs/{run_id}";
const one = "/repos/{owner}/{repo}/actions/jobs/{job_id}";

const showJobs = (context: RepositoryContext, run: WorkflowRun, attempt: number | null) => {
  const jobs = jobsOf(context.store, run.id, attempt);
  const views = pageItems(jobs, context.page).map((job) => jobView(context, run, job));
  return listed({ total_count: jobs.length, jobs: views }, context.page, jobs.length);
};

const list = operation({
  id: "actions/list-jobs-for-workflow-run",
  method: "GET",
  path: `${ofRun}/jobs`,
  needs: "read",
  query: z.object({ filter: z.enum(["latest", "all"]).default("latest") }),
  handle: (context) => {
    const run = runAt(context.store, context.repository, context.params.run_id);
    return showJobs(context, run, context.query.filter === "all" ? null : run.attempt);
  },
});

const listOfAttempt = operation({
  id: "actions/list-jobs-for-workflow-run-attempt",
  method: "GET",
  path: `${ofRun}/attempts/{attempt_number}/jobs`,
  needs: "read",
  handle: (context) => {
    const run = runAt(context.store, context.repository, context.params.run_id);
    return showJobs(context, run, Number(context.params.attempt_number));
  },
});

const get = operation({
  id: "actions/get-job-for-workflow-run",
  method: "GET",
  path: one,
  needs: "read",
  handle: (context) => {
    const { job, run } = jobAt(context);
    return ok(jobView(context, run, job));
  },
});

const jobLog = operation({
  id: "actions/download-job-logs-for-workflow-run",
  method: "GET",
  path: `${one}/logs`,
  needs: "read",
  handle: (context) => found(logAddress(context, { kind: "job", id: jobAt(context).job.id })),
});

const runLogs = operation({
  id: "actions/download-workflow-run-logs",
  method: "GET",
  path: `${ofRun}/logs`,
  needs: "read",
  handle: (context) => {
    const run = runAt(context.store, context.repository, context.params.run_id);
    return found(logAddress(context, { kind: "run", id: run.id }));
  },
});

export const jobOperations: readonly Operation[] = [list, listOfAttempt, get, jobLog, runLogs];
