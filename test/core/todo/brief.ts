import { wantsOf } from "../../../src/core/lane/grant.ts";
import { type Reason, reasonText } from "../../../src/core/todo/reasons.ts";
import type { TodoFacts, TodoRecord } from "../../../src/core/todo/record.ts";
import {
  claimOf,
  type Decision,
  decisionOn,
  issueState,
  type TodoClaim,
  type TodoState,
  type WantedState,
  type WantedStatus,
  wantedState,
} from "../../../src/core/todo/state.ts";

/** A record in as few words as a test needs: its state is made of what is told of it. */
export interface Brief extends Partial<Omit<TodoFacts, "plan" | "todo">> {
  readonly status?: WantedStatus;
  readonly claim?: TodoClaim | null;
  readonly verdict?: Decision | null;
  /** Why it is blocked; any reason when that is none of the test's. */
  readonly reason?: Reason;
  /** Who skipped it, and why. */
  readonly skipped?: string;
  readonly removed?: boolean;
}

/** The record with what is told of it. */
export const withBrief = (record: TodoRecord, told: Brief): TodoRecord => {
  const {
    status = "pending",
    claim = null,
    verdict = null,
    reason,
    skipped,
    removed = false,
    ...facts
  } = told;
  const before = stateOf(status, { claim, verdict, reason });
  return { ...record, ...facts, state: unwanted(before, skipped, removed) };
};

const unwanted = (before: WantedState, skipped: string | undefined, removed: boolean): TodoState => {
  if (removed) return { status: "removed", before };
  return skipped === undefined ? before : { status: "skipped", why: skipped, before };
};

const anyClaim = { run: "r", sha: "c".repeat(40), at: "2026-11-22T00:00:00.000Z" };
const anyApproval = { commit: "1".repeat(40), round: 1, rules: [], by: "reviewer", person: false };

const stateOf = (
  status: WantedStatus,
  {
    claim,
    verdict,
    reason = { code: "untold", said: "x" },
  }: { claim: TodoClaim | null; verdict: Decision | null; reason: Reason | undefined },
): WantedState => {
  switch (status) {
    case "pending":
    case "ready":
      return { status };
    case "working":
      return { status, claim: claim ?? anyClaim, verdict };
    case "review":
      return { status, claim, verdict };
    case "changes":
      return { status, verdict };
    case "approved":
      return { status, verdict: { ...(verdict ?? anyApproval), approved: true } };
    case "blocked":
      return { status, reason, verdict };
    default:
      return status satisfies never;
  }
};

/** A record as a test speaks of it: beside its facts what its state says. */
export const inBrief = (record: TodoRecord) => {
  const { state, ...facts } = record;
  const wanted = wantedState(state);
  return {
    ...facts,
    ...issueState(state),
    status: wanted.status,
    claim: claimOf(state),
    verdict: decisionOn(state),
    blocked: wanted.status === "blocked" ? reasonText(wanted.reason) : null,
    wants: wantsOf(record),
    skipped: state.status === "skipped" ? state.why : null,
    removed: state.status === "removed",
  };
};
