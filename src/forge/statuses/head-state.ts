import { currentRuns } from "../check-runs/table.ts";
import type { Store } from "../store.ts";
import { currentStatuses, type StatusState } from "./table.ts";

/** Statuses taken together: failure before pending before success; none at all is pending. */
export const combinedState = (states: readonly StatusState[]): "failure" | "pending" | "success" => {
  if (states.some((state) => state === "failure" || state === "error")) return "failure";
  return states.length === 0 || states.includes("pending") ? "pending" : "success";
};

/** What statuses and check runs say of a commit together; `none` when nobody has said anything. */
export const headState = (
  store: Store,
  repositoryId: number,
  sha: string,
): "none" | "failure" | "pending" | "success" => {
  const statuses = currentStatuses(store, repositoryId, sha).map(({ state }) => state);
  const runs = currentRuns(store, repositoryId, sha).map(stateOfRun);
  return statuses.length + runs.length === 0 ? "none" : combinedState([...statuses, ...runs]);
};

const stateOfRun = (run: { status: string; conclusion: string | null }): StatusState => {
  if (run.status !== "completed") return "pending";
  return ["success", "neutral", "skipped"].includes(run.conclusion ?? "") ? "success" : "failure";
};
