import type { Engine } from "../../actions-services.ts";
import type { RepositoryStore } from "../../context.ts";
import { repositoryById } from "../../repositories/table.ts";
import type { Store } from "../../store.ts";
import type { WorkflowRun } from "../../workflow-run.ts";
import { endJob, insertJob, jobsOf } from "../../workflow-runs/jobs.ts";
import { parseWorkflow } from "./definition.ts";
import { textOf } from "./expressions.ts";
import { commitSource } from "./workflow-source.ts";

interface Place {
  readonly store: Store;
  readonly repositories: RepositoryStore;
  readonly now: () => string;
}

/** A forge without a runner: runs stay queued, and so do those of their jobs that wait for no other. */
export const queueOnly = (place: Place): Engine => {
  const writing = new Set<Promise<void>>();
  return {
    start: (run) => {
      const written = queueJobs(place, run).finally(() => writing.delete(written));
      writing.add(written);
    },
    cancel: (runId) => {
      for (const { id, status } of jobsOf(place.store, runId, null)) {
        if (status !== "completed") endJob(place.store, id, "cancelled", place.now());
      }
      return false;
    },
    close: async () => void (await Promise.all(writing)),
  };
};

/** Jobs whose names are not known before they run, those of matrices and called workflows, are left out. */
const queueJobs = async ({ store, repositories, now }: Place, run: WorkflowRun): Promise<void> => {
  const repository = repositoryById(store, run.repository_id);
  const text = repository && (await commitSource(repositories.open(repository), run.sha).read(run.path));
  if (!text) return;
  for (const [id, job] of Object.entries(jobsIn(text, run.path))) {
    const isKnown = job.needs.length === 0 && job.uses === undefined && job.strategy === undefined;
    if (!isKnown || job.name?.includes("${{")) continue;
    const label = job["runs-on"] ?? "ubuntu-latest";
    const labels = (Array.isArray(label) ? label : [label]).map((one) => textOf(one));
    const row = { run_id: run.id, attempt: run.attempt, workflow_name: run.name, labels };
    insertJob(store, { ...row, name: job.name ?? id, status: "queued" }, now());
  }
};

/** A file that is no workflow has no jobs. */
const jobsIn = (text: string, path: string) => {
  try {
    return parseWorkflow(text, path).jobs;
  } catch {
    return {};
  }
};
