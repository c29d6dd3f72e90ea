import { criteriaOf } from "../decide/decide.ts";
import type { Plan } from "../plan/plan.ts";
import { accountWaits, heldTexts } from "../report/account-waits.ts";
import type { Criterion } from "../report/criteria.ts";
import { type PlanStatus, planStatusOf } from "../report/plan-status.ts";
import type { HowToAnswer } from "../todo/answers.ts";
import { countsOf, type TodoCounts } from "../todo/counts.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import type { DesiredState } from "../todo/desired-state.ts";
import { type BoardCosts, costsOf } from "./costs.ts";
import { type FailedGate, failedGatesOf } from "./failed-gates.ts";
import { type Landed, landedOf } from "./landed.ts";
import { type Moment, momentsOf } from "./moments.ts";
import { type Need, needsOf } from "./needs.ts";
import { type LaneBar, type LaneTrace, lanesOf } from "./timeline.ts";

/** All that the pages and reports of a plan show: made of the plan, the forge's snapshot and what this machine knows of lanes. */
export interface Board {
  readonly status: PlanStatus;
  /** When it was looked at, ISO 8601. */
  readonly at: string;
  readonly base: string;
  readonly standing: Standing;
  readonly counts: TodoCounts & { readonly working: number };
  readonly needs: readonly Need[];
  /** What is in the base. */
  readonly landed: readonly Landed[];
  /** What is approved, and is to be merged in this order. */
  readonly approved: readonly Landed[];
  readonly lanes: readonly LaneBar[];
  readonly costs: BoardCosts;
  readonly gates: readonly FailedGate[];
  readonly moments: readonly Moment[];
  readonly criteria: readonly Criterion[];
  /** What `--set` set instead of the plan's. */
  readonly set: readonly string[];
  /** The todos that each todo needs, by id. */
  readonly needed: ReadonlyMap<string, readonly string[]>;
  /** The tracking issue; `null` before there is one. */
  readonly tracking: number | null;
  /** What the forge has counted of our requests in this hour; `null` where nobody asked it. */
  readonly requests: RequestCount | null;
  /** Nothing new is started, because a person said so. */
  readonly paused: boolean;
}

/** Requests against a forge's limit. */
export interface RequestCount {
  readonly used: number;
  readonly limit: number;
  /** When it counts anew, milliseconds since 1970. */
  readonly until: number;
}

/** How the plan stands, as a code; `waiting`: nothing runs, and a person is asked or a limit holds. */
export type Standing = "closed" | "running" | "held" | "stuck" | "waiting";

/** What else is known besides the forge's word. */
interface Known {
  readonly now: Date;
  readonly traces?: readonly LaneTrace[];
  readonly how?: HowToAnswer | undefined;
  readonly requests?: RequestCount | null | undefined;
  /** The criteria as the run that proves what lands has found them. */
  readonly criteria?: readonly Criterion[] | undefined;
}

/** The board of a plan. */
export const boardOf = (
  desired: DesiredState,
  { now, traces = [], how, requests = null, criteria: found }: Known,
): Board => {
  const { plan, snapshot } = desired;
  const todos = desired.todos.filter(({ record }) => record.state.status !== "removed");
  const criteria = found ?? criteriaOf(desired);
  const waits = accountWaits(desired, now);
  const done = landedOf(todos);
  const lanes = lanesOf(todos, { now, traces });
  const needs = needsOf(desired, criteria);
  const { id, title, limits, prices } = plan;
  const seen = { todos, bodies: withStray(plan, todos), limits, prices, snapshot, how };
  return {
    status: planStatusOf({ plan: id, title }, { ...seen, accounts: heldTexts(waits) }),
    ...{ at: now.toISOString(), base: plan.base, needs, lanes, criteria, requests },
    standing: standingOf(desired, { isHeld: waits.until !== null, isAsked: needs.length > 0 }),
    counts: { ...countsOf(todos), working: todos.filter(({ held }) => held).length },
    landed: done.filter(({ state }) => state === "merged"),
    approved: done.filter(({ state }) => state !== "merged"),
    costs: costsOf(todos, plan, lanes),
    gates: failedGatesOf(lanes),
    moments: momentsOf(lanes),
    set: plan.overrides ?? snapshot.tracking?.record.set ?? [],
    needed: new Map(todos.map(({ todo }) => [todo.id, todo.needs])),
    tracking: snapshot.tracking?.issue.number ?? null,
    paused: snapshot.tracking?.record.paused === true,
  };
};

/** The plan's bodies, and those that it no longer has but of which todos were begun. */
const withStray = ({ bodies }: Plan, todos: readonly DesiredTodo[]) => {
  const known = new Set(bodies.map(({ id }) => id));
  const stray = [...new Set(todos.map(({ todo }) => todo.body))].filter((id) => !known.has(id));
  return [...bodies, ...stray.map((id) => ({ id, title: id, after: [] }))];
};

const standingOf = (
  { snapshot, todos }: DesiredState,
  { isHeld, isAsked }: { isHeld: boolean; isAsked: boolean },
): Standing => {
  if (snapshot.milestone?.open === false) return "closed";
  if (todos.some(({ held }) => held)) return "running";
  if (isHeld) return "held";
  return isAsked ? "stuck" : "waiting";
};
