import { byNumber } from "../by-number.ts";
import type { RepositoryContext } from "../context.ts";
import { notFound } from "../errors.ts";
import type { WorkflowRun } from "../workflow-run.ts";
import { findJob, type WorkflowJob } from "../workflow-runs/jobs.ts";
import { runById } from "../workflow-runs/runs.ts";

/** The job that a request names, and its run. @throws HttpError 404 when the repository has no job of that id. */
export const jobAt = ({
  store,
  repository,
  params,
}: RepositoryContext<{ readonly job_id: string }>): { job: WorkflowJob; run: WorkflowRun } => {
  const job = byNumber(params.job_id, (id) => findJob(store, repository.id, id));
  const run = runById(store, job.run_id);
  if (!run) throw notFound();
  return { job, run };
};
