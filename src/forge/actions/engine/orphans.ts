import type { Store } from "../../store.ts";
import type { WorkflowRun } from "../../workflow-run.ts";
import { endJob, jobsOf } from "../../workflow-runs/jobs.ts";
import { setRunState } from "../../workflow-runs/runs.ts";
import type { JobLogs } from "../logs.ts";

/** Ends what was running when the forge stopped: nobody is left who would report on it. */
export const concludeOrphans = (store: Store, logs: JobLogs, now: string): void => {
  const orphans = store.all<WorkflowRun>(
    "select * from workflow_runs where status in ('in_progress', 'waiting') order by id",
  );
  for (const { id } of orphans) {
    for (const job of jobsOf(store, id, null)) {
      if (job.status === "completed") continue;
      logs.append(job.id, { step: 0, text: "##[error]The forge stopped while the job ran." }, now);
      endJob(store, job.id, "failure", now);
    }
    setRunState(store, id, { status: "completed", conclusion: "failure" }, now);
  }
  store.transaction(() => void store.run("delete from job_tokens"));
};

/** Runs that nobody has begun, oldest first; jobs that were queued for want of a runner are queued anew. */
export const queuedRuns = (store: Store): WorkflowRun[] => {
  store.transaction(
    () =>
      void store.run(
        `delete from workflow_jobs where started_at is null and completed_at is null and run_id in
           (select id from workflow_runs where status in ('queued', 'pending'))`,
      ),
  );
  return store.all<WorkflowRun>(
    "select * from workflow_runs where status in ('queued', 'pending') order by id",
  );
};
