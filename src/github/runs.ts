import type { Liveness } from "../core/snapshot/snapshot.ts";
import type { ClaimLiveness } from "../steps/ports.ts";
import { at, type GitHub, statusOf } from "./client.ts";

/** A run of a workflow. */
interface ListedRun {
  readonly runId: number;
  readonly runAttempt: number;
}

interface LaneJob {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
}

/**
 * The liveness of claims, which name their runs as `<run id>-<attempt>`. A run that has ended holds nothing; while it
 * goes on, a lane of it that has settled holds nothing either. Each run is asked for once.
 */
export const claimLiveness = (github: GitHub, own: ListedRun): ClaimLiveness => {
  const runs = new Map<number, Promise<(todo: string) => Liveness>>();
  return async (name, todo) => {
    const run = workflowRunOf(name);
    // A run of a laptop cannot be asked: whoever started it there ends it there.
    if (run === null) return "live";
    const { runId, runAttempt } = run;
    if (runId === own.runId) return runAttempt < own.runAttempt ? "interrupted" : "live";
    const known = runs.get(runId) ?? readRun(github, runId);
    runs.set(runId, known);
    return (await known)(todo);
  };
};

/** The workflow run that a claim names; `null` for a laptop's. */
export const workflowRunOf = (name: string): ListedRun | null => {
  const [, id, attempt] = /^(\d+)-(\d+)$/.exec(name) ?? [];
  return id === undefined ? null : { runId: Number(id), runAttempt: Number(attempt) };
};

const readRun = async (github: GitHub, run_id: number): Promise<(todo: string) => Liveness> => {
  const isOver = await isCompleted(github, run_id);
  const jobs = await listJobs(github, run_id);
  return (todo) => {
    // The lane's last job, which comes whatever became of the others; no job is listed before those that it needs end.
    const settle = jobs.find(({ name }) => settleNames(todo).includes(name));
    if (!isOver && settle?.status !== "completed") return "live";
    // A settle that cannot settle will not do so next time for the same reason: that is not retried for ever.
    return settle?.conclusion === "failure" ? "failed" : "interrupted";
  };
};

/** What GitHub calls it, and what it did while the workflow gave lanes a name: one without work showed its expression. */
const settleNames = (todo: string): string[] => [`lane (${todo}) / settle`, `${todo} / settle`];

/** A run that was deleted is over, too. */
const isCompleted = async (github: GitHub, run_id: number): Promise<boolean> => {
  try {
    const { data } = await github.octokit.rest.actions.getWorkflowRun({ ...at(github), run_id });
    return data.status === "completed";
  } catch (error) {
    if (statusOf(error) === 404) return true;
    throw error;
  }
};

const listJobs = async (github: GitHub, run_id: number): Promise<LaneJob[]> => {
  try {
    return await github.octokit.paginate(github.octokit.rest.actions.listJobsForWorkflowRun, {
      ...at(github),
      run_id,
      per_page: 100,
    });
  } catch (error) {
    if (statusOf(error) === 404) return [];
    throw error;
  }
};

/** Starts a workflow of the repository on a ref. */
export const dispatch = async (
  github: GitHub,
  { workflow, ref, inputs }: { workflow: string; ref: string; inputs: Readonly<Record<string, string>> },
): Promise<void> => {
  await github.octokit.rest.actions.createWorkflowDispatch({
    ...at(github),
    workflow_id: workflow,
    ref,
    inputs: { ...inputs },
    request: { retries: 0 },
  });
};
