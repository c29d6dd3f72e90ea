import type { Store } from "../store.ts";
import type { RunConclusion, RunStatus } from "../workflow-run.ts";

/** A step of a job as a runner reports it. */
export interface Step {
  /** Counts from 1. */
  readonly number: number;
  readonly name: string;
  readonly status: "queued" | "in_progress" | "completed";
  readonly conclusion: "success" | "failure" | "cancelled" | "skipped" | null;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

/** A job of a run: what a runner takes up and reports to. */
export interface WorkflowJob {
  readonly id: number;
  readonly run_id: number;
  /** The attempt of the run that it belongs to, from 1. */
  readonly attempt: number;
  /** What people see: `lane (a) / implement`. */
  readonly name: string;
  readonly workflow_name: string;
  readonly labels: readonly string[];
  readonly status: RunStatus;
  readonly conclusion: RunConclusion | null;
  readonly steps: readonly Step[];
  /** What it put out, for jobs that need it. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly completed_at: string | null;
}

type Kept = "labels" | "steps" | "outputs";
type Row = Omit<WorkflowJob, Kept> & Readonly<Record<Kept, string>>;

const jobOf = (row: Row): WorkflowJob => ({
  ...row,
  labels: JSON.parse(row.labels),
  steps: JSON.parse(row.steps),
  outputs: JSON.parse(row.outputs),
});

export const insertJob = (
  store: Store,
  job: Pick<WorkflowJob, "run_id" | "attempt" | "name" | "workflow_name" | "labels" | "status">,
  now: string,
): number =>
  store.transaction(() =>
    store.run(
      `insert into workflow_jobs (run_id, attempt, name, workflow_name, labels, status, created_at)
       values (?, ?, ?, ?, ?, ?, ?)`,
      job.run_id,
      job.attempt,
      job.name,
      job.workflow_name,
      JSON.stringify(job.labels),
      job.status,
      now,
    ),
  );

export const startJob = (store: Store, id: number, now: string): void =>
  store.transaction(
    () =>
      void store.run("update workflow_jobs set status = 'in_progress', started_at = ? where id = ?", now, id),
  );

export const setJobStatus = (store: Store, id: number, status: RunStatus): void =>
  store.transaction(() => void store.run("update workflow_jobs set status = ? where id = ?", status, id));

export const setSteps = (store: Store, id: number, steps: readonly Step[]): void =>
  store.transaction(
    () => void store.run("update workflow_jobs set steps = ? where id = ?", JSON.stringify(steps), id),
  );

export const endJob = (store: Store, id: number, conclusion: RunConclusion, now: string): void =>
  store.transaction(
    () =>
      void store.run(
        `update workflow_jobs set status = 'completed', conclusion = ?1, completed_at = ?2,
           started_at = coalesce(started_at, ?2) where id = ?3`,
        conclusion,
        now,
        id,
      ),
  );

export const setOutputs = (store: Store, id: number, outputs: WorkflowJob["outputs"]): void =>
  store.transaction(
    () => void store.run("update workflow_jobs set outputs = ? where id = ?", JSON.stringify(outputs), id),
  );

/** Takes a job over into the next attempt, as it ended; answers its id there. */
export const keepJob = (store: Store, id: number): number =>
  store.transaction(() =>
    store.run(
      `insert into workflow_jobs (run_id, attempt, name, workflow_name, labels, status, conclusion, steps, outputs,
           created_at, started_at, completed_at)
         select run_id, attempt + 1, name, workflow_name, labels, status, conclusion, steps, outputs, created_at,
           started_at, completed_at from workflow_jobs where id = ?`,
      id,
    ),
  );

/** The jobs of a run's attempt, or of all its attempts, oldest first. */
export const jobsOf = (store: Store, runId: number, attempt: number | null): WorkflowJob[] =>
  store
    .all<Row>(
      "select * from workflow_jobs where run_id = ?1 and (?2 is null or attempt = ?2) order by id",
      runId,
      attempt,
    )
    .map(jobOf);

export const findJob = (store: Store, repositoryId: number, id: number): WorkflowJob | undefined => {
  const row = store.get<Row>(
    `select workflow_jobs.* from workflow_jobs join workflow_runs on workflow_runs.id = run_id
     where workflow_jobs.id = ? and repository_id = ?`,
    id,
    repositoryId,
  );
  return row && jobOf(row);
};

/** A job with what its run says of it. */
export interface JobOfRun extends WorkflowJob {
  readonly event: string;
  readonly head_sha: string;
  readonly workflow_id: number;
  readonly run_number: number;
}

type RunFields = "event" | "head_sha" | "workflow_id" | "run_number";

/** The jobs of a commit's runs, of each workflow and event those of the last run's last attempt. */
export const jobsAt = (store: Store, repositoryId: number, sha: string): JobOfRun[] =>
  store
    .all<Row & Pick<JobOfRun, RunFields>>(
      `select workflow_jobs.*, event, head_sha, workflow_id, run_number from workflow_jobs
       join workflow_runs on workflow_runs.id = run_id and workflow_runs.attempt = workflow_jobs.attempt
       where run_id in (select max(id) from workflow_runs where repository_id = ? and head_sha = ?
         group by workflow_id, event) order by workflow_jobs.id`,
      repositoryId,
      sha,
    )
    .map((row) => ({ ...row, ...jobOf(row) }));
