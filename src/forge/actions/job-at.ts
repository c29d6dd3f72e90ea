import type { RepositoryContext } from "../context.ts";
import { notFound } from "../errors.ts";
import type { WorkflowRun } from "../workflow-run.ts";
import { findJob, type WorkflowJob } from "./jobs.ts";
import { runById } from "./runs.ts";

/** The job that a request names, and its run. @throws HttpError 404 when the repository has no job of that id. */
export const jobAt = ({
  store,
  repository,
  params,
}: RepositoryContext<{ readonly job_id: string }>): { job: WorkflowJob; run: WorkflowRun } => {
  const job = /^\d+$/.test(params.job_id) ? findJob(store, repository.id, Number(params.job_id)) : undefined;
  const run = job && runById(store, job.run_id);
  if (!job || !run) throw notFound();
  return { job, run };
};
