import { overBudget } from "../../cost/budget.ts";
import type { DesiredTodo } from "../desired.ts";
import { claimOf, wantedState } from "../state.ts";
import type { Observer } from "./observer.ts";

/*
 * Runs that ended, what they took, and issues that people closed and opened.
 */

export const runLost: Observer = ({ record, seen }) => {
  const claim = claimOf(record.state);
  if (!claim || !seen?.claim || seen.claim === "live") return null;
  return { type: "lost", run: claim.run, claim: seen.claim };
};

/** Closed as not planned since its record was written. */
export const skipped: Observer = ({ record: { state }, seen }) =>
  wantedState(state) === state && isClosedAs("not planned", seen) && seen?.record.state.status !== "removed"
    ? { type: "skipped", why: null }
    : null;

/** Runs that were cut off say nothing about the agent, so they have a limit of their own, this many times as wide. */
const lostPerAttempt = 10;

export const wornOut: Observer = ({ record }, { limits }) => {
  const { failed, lost } = record;
  if (failed < limits.attempts && lost < limits.attempts * lostPerAttempt) return null;
  return goesOn(record) ? { type: "worn-out", reason: { code: "runs-ended", runs: failed + lost } } : null;
};

export const budgetSpent: Observer = ({ record }, plan) => {
  const over = goesOn(record) ? overBudget(record.spent, plan) : null;
  return over === null ? null : { type: "budget-spent", reason: { code: "over-budget", ...over } };
};

const goesOn = ({ state: { status } }: DesiredTodo["record"]): boolean =>
  status !== "blocked" && status !== "approved" && status !== "skipped" && status !== "removed";

export const closedUnapproved: Observer = ({ record: { state }, seen }) =>
  isClosedAs("completed", seen) && wantedState(state) === state && state.status !== "approved"
    ? { type: "closed-unapproved" }
    : null;

export const reopened: Observer = ({ record: { state }, seen }) => {
  if (!seen) return null;
  const isTakenBack = state.status === "skipped" && !isClosedAs("not planned", seen);
  return isTakenBack || (state.status === "approved" && seen.issue.open) ? { type: "reopened" } : null;
};

const isClosedAs = (how: "completed" | "not planned", seen: DesiredTodo["seen"]): boolean =>
  seen !== null && !seen.issue.open && seen.issue.notPlanned === (how === "not planned");
