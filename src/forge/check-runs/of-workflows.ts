import { actionsLogin, findUser } from "../accounts.ts";
import { byNumber } from "../by-number.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import type { WorkflowRun } from "../workflow-run.ts";
import { findJob, type JobOfRun, jobsAt, jobsOf, type WorkflowJob } from "../workflow-runs/jobs.ts";
import { runById, runsOfCommit } from "../workflow-runs/runs.ts";
import {
  allRuns,
  type CheckRun,
  type CheckSuite,
  currentRuns,
  findCheckRun,
  findCheckSuite,
  runsOfSuite,
  suitesOf,
} from "./table.ts";

/** Where the ids of jobs and of runs' suites begin, so that none is a check run's or a suite's of a program. */
const firstOfWorkflows = 1_000_000_000;

/** A job is a check run of the same id. */
export const jobIdsSchema = `
  delete from sqlite_sequence where name = 'workflow_jobs';
  insert into sqlite_sequence (name, seq) values ('workflow_jobs', ${firstOfWorkflows})`;

/** The id of the check suite that a run of a workflow is. */
export const suiteOfRun = (runId: number): number => firstOfWorkflows + runId;

/** A suite of check runs: one that a program made, or a workflow's run. */
export interface ShownSuite extends CheckSuite {
  readonly workflowRun: WorkflowRun | null;
}

/** All check runs of a commit that count, those that programs made and workflows' jobs. */
export const shownRuns = (store: Store, repositoryId: number, sha: string): CheckRun[] => [
  ...currentRuns(store, repositoryId, sha),
  ...jobsAt(store, repositoryId, sha).map((job) => runOfJob(store, job)),
];

/** All check runs that a commit ever had. */
export const everyRun = (store: Store, repositoryId: number, sha: string): CheckRun[] => [
  ...allRuns(store, repositoryId, sha),
  ...runsOfCommit(store, repositoryId, sha).flatMap((run) => jobRunsOf(store, run, null)),
];

/** The check runs of a suite; of a workflow's run the jobs of its last attempt. */
export const shownRunsOf = (store: Store, { id, workflowRun }: ShownSuite): CheckRun[] =>
  workflowRun ? jobRunsOf(store, workflowRun, workflowRun.attempt) : runsOfSuite(store, id);

export const shownSuites = (store: Store, repositoryId: number, sha: string): ShownSuite[] => [
  ...suitesOf(store, repositoryId, sha).map((suite) => ({ ...suite, workflowRun: null })),
  ...runsOfCommit(store, repositoryId, sha).map((run) => suiteOf(store, run)),
];

/** @throws HttpError 404 when the repository has no check run of that id. */
export const shownRunAt = (store: Store, repository: Repository, id: string): CheckRun =>
  byNumber(id, (number) => {
    const made = findCheckRun(store, repository.id, number);
    const job = made ? undefined : findJob(store, repository.id, number);
    const run = job && runById(store, job.run_id);
    return job && run ? runOfJob(store, { ...job, head_sha: run.head_sha }) : made;
  });

/** @throws HttpError 404 when the repository has no suite of that id. */
export const shownSuiteAt = (store: Store, repository: Repository, id: string): ShownSuite =>
  byNumber(id, (number) => {
    const made = findCheckSuite(store, repository.id, number);
    if (made) return { ...made, workflowRun: null };
    const run = runById(store, number - firstOfWorkflows);
    return run?.repository_id === repository.id ? suiteOf(store, run) : undefined;
  });

const jobRunsOf = (store: Store, run: WorkflowRun, attempt: number | null): CheckRun[] =>
  jobsOf(store, run.id, attempt).map((job) => runOfJob(store, { ...job, head_sha: run.head_sha }));

const runOfJob = (store: Store, job: WorkflowJob & Pick<JobOfRun, "head_sha">): CheckRun => ({
  id: job.id,
  suite_id: suiteOfRun(job.run_id),
  name: job.name,
  status: job.status,
  conclusion: job.conclusion,
  external_id: String(job.id),
  details_url: null,
  started_at: job.started_at ?? job.created_at,
  completed_at: job.completed_at,
  title: null,
  summary: null,
  text: null,
  head_sha: job.head_sha,
  app_id: actionsId(store),
  workflow_run_id: job.run_id,
});

const suiteOf = (store: Store, run: WorkflowRun): ShownSuite => ({
  id: suiteOfRun(run.id),
  repository_id: run.repository_id,
  head_sha: run.head_sha,
  app_id: actionsId(store),
  created_at: run.created_at,
  updated_at: run.updated_at,
  workflowRun: run,
});

const actionsId = (store: Store): number => findUser(store, actionsLogin)?.id ?? 0;
