import { type Spent, total } from "../cost/ledger.ts";
import { inOrder } from "../in-order.ts";
import type { SeenPull, Snapshot } from "../snapshot/snapshot.ts";
import { countsOf, type TodoCounts } from "../todo/counts.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import { decisionOn } from "../todo/state.ts";
import type { Criterion } from "./criteria.ts";
import { followUpCounts } from "./follow-up-counts.ts";

/** The last line of `run --json`. */
export interface Result {
  readonly type: "result";
  readonly milestone: { readonly number: number; readonly state: "open" | "closed" } | null;
  readonly todos: Omit<TodoCounts, "left"> & {
    /** There when the plan has lost some that were begun. */
    readonly left?: number;
  };
  readonly followUps: { readonly opened: number; readonly open: number };
  readonly pulls: readonly ResultPull[];
  readonly criteria: readonly Criterion[];
  /** What the command line set instead of the plan's file; not there when it set nothing. */
  readonly set?: readonly string[];
  /** What agents and reviewers took, as far as they tell. */
  readonly spent: Spent;
  /** What a person has to do; empty when the milestone is closed. */
  readonly waiting: readonly string[];
  readonly requests: { readonly read: number; readonly write: number };
  readonly wallMs: number;
}

export interface ResultPull {
  readonly number: number;
  readonly order: string;
  readonly todo: string;
  readonly branch: string;
  readonly base: string;
  readonly state: SeenPull["state"];
  readonly verdict: "approve" | "request_changes" | null;
  readonly rounds: number;
  readonly lines: number;
}

/** Sums up a plan as it stands. */
export const resultOf = (
  { milestone, fixes }: Snapshot,
  wanted: readonly DesiredTodo[],
  rest: Pick<Result, "criteria" | "set" | "waiting" | "requests" | "wallMs">,
): Result => {
  const counted = wanted.filter(({ record }) => record.state.status !== "removed");
  const { left, ...counts } = countsOf(wanted);
  return {
    type: "result",
    milestone: milestone && { number: milestone.number, state: milestone.open ? "open" : "closed" },
    todos: { ...counts, ...(left === 0 ? {} : { left }) },
    followUps: followUpCounts(fixes, counted),
    spent: total(wanted.map(({ record }) => record.spent)),
    pulls: inOrder(counted.flatMap(pullOf), ({ order }) => order),
    ...rest,
  };
};

const pullOf = ({ pull, record, todo }: DesiredTodo): ResultPull[] => {
  if (!pull) return [];
  const { number, base, branch, state } = pull;
  const decision = decisionOn(record.state);
  const verdict = decision && (decision.approved ? "approve" : "request_changes");
  return [
    {
      number,
      order: todo.order,
      todo: todo.id,
      branch,
      base,
      state,
      verdict,
      rounds: record.rounds,
      lines: record.lines ?? 0,
    },
  ];
};
