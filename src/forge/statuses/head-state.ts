import { shownRuns } from "../check-runs/of-workflows.ts";
import type { Store } from "../store.ts";
import type { WorkflowRun } from "../workflow-run.ts";
import { lastRunsOfCommit } from "../workflow-runs/runs.ts";
import { currentStatuses, type StatusState } from "./table.ts";

/** Statuses taken together: failure before pending before success; none at all is pending. */
export const combinedState = (states: readonly StatusState[]): "failure" | "pending" | "success" => {
  if (states.some((state) => state === "failure" || state === "error")) return "failure";
  return states.length === 0 || states.includes("pending") ? "pending" : "success";
};

/** What statuses, check runs and workflows say of a commit together; `none` when nobody has said anything. */
export const headState = (
  store: Store,
  repositoryId: number,
  sha: string,
): "none" | "failure" | "pending" | "success" => {
  const statuses = currentStatuses(store, repositoryId, sha).map(({ state }) => state);
  const runs = shownRuns(store, repositoryId, sha).map(stateOfRun);
  // A run whose next job waits for others has more to say, and one that could not start has no job that says so.
  const workflows = lastRunsOfCommit(store, repositoryId, sha).flatMap((run) => stateOfWorkflow(run) ?? []);
  const states = [...statuses, ...runs, ...workflows];
  return states.length === 0 ? "none" : combinedState(states);
};

const stateOfWorkflow = ({ status, conclusion }: WorkflowRun): StatusState | null => {
  if (status !== "completed") return "pending";
  return conclusion === "failure" || conclusion === "startup_failure" ? "failure" : null;
};

export const stateOfRun = (run: { status: string; conclusion: string | null }): StatusState => {
  if (run.status !== "completed") return "pending";
  return ["success", "neutral", "skipped"].includes(run.conclusion ?? "") ? "success" : "failure";
};
