import { userById } from "../accounts.ts";
import { appOf } from "../apps/identity.ts";
import { shownRuns } from "../check-runs/of-workflows.ts";
import { stateOfRun } from "../statuses/head-state.ts";
import { currentStatuses } from "../statuses/table.ts";
import type { Store } from "../store.ts";
import type { ActiveRule } from "./active-rule.ts";

interface At {
  readonly repositoryId: number;
  readonly sha: string;
}

interface RequiredCheck {
  readonly context: string;
  readonly integration_id?: number | undefined;
}

type CheckState = "success" | "pending" | "failing" | "expected";

/** The checks that rules require, each once. */
export const requiredChecks = (active: readonly ActiveRule[]): RequiredCheck[] => {
  const all = active.flatMap(({ rule }) =>
    rule.type === "required_status_checks" ? rule.parameters.required_status_checks : [],
  );
  return [
    ...new Map(all.map((check) => [`${check.context}\0${check.integration_id ?? ""}`, check])).values(),
  ];
};

/** What a commit lacks of the checks that are required, in GitHub's words; `null` when it lacks none. */
export const missingChecks = (store: Store, at: At, checks: readonly RequiredCheck[]): string | null => {
  const states = checks.map((check) => ({ check, state: stateOf(store, at, check) }));
  const missing = states.filter(({ state }) => state !== "success");
  const [first] = missing;
  if (!first) return null;
  if (missing.length === 1) return `Required status check "${first.check.context}" is ${first.state}.`;
  const count = `${missing.length} of ${checks.length} required status checks`;
  if (missing.every(({ state }) => state === "expected")) return `${count} are expected.`;
  const parts = (["expected", "pending", "failing"] as const).flatMap((state) => {
    const number = missing.filter((one) => one.state === state).length;
    return number === 0 ? [] : [`${number} ${state}`];
  });
  return `${count} have not succeeded: ${parts.join(", ")}.`;
};

/** What checks and statuses of that name say of a commit; `expected` when there is none. */
const stateOf = (
  store: Store,
  { repositoryId, sha }: At,
  { context, integration_id }: RequiredCheck,
): CheckState => {
  const isOfApp = (userId: number) => {
    const user = integration_id === undefined ? undefined : userById(store, userId);
    return integration_id === undefined || (user !== undefined && appOf(store, user).id === integration_id);
  };
  const states = [
    ...currentStatuses(store, repositoryId, sha)
      .filter((status) => status.context === context && isOfApp(status.creator_id))
      .map(({ state }) => state),
    ...shownRuns(store, repositoryId, sha)
      .filter(({ name, app_id }) => name === context && isOfApp(app_id))
      .map(stateOfRun),
  ];
  if (states.length === 0) return "expected";
  if (states.some((state) => state === "failure" || state === "error")) return "failing";
  return states.includes("pending") ? "pending" : "success";
};
