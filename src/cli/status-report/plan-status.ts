import { type Spent, total } from "../../core/cost/ledger.ts";
import { compareOrder } from "../../core/plan/order.ts";
import type { Body } from "../../core/plan/plan.ts";
import type { SeenFix, Snapshot } from "../../core/snapshot/snapshot.ts";
import { blockedLines } from "../../core/todo/blocked.ts";
import { type DesiredTodo, isDone } from "../../core/todo/desired.ts";
import { reasonText } from "../../core/todo/reasons.ts";
import type { Status } from "../../core/todo/state.ts";
import { type Waits, waits } from "../../core/todo/waits.ts";

/** How a plan stands: bodies × todos, and what is still asked for. */
export interface PlanStatus {
  readonly plan: string;
  readonly title: string;
  readonly milestone: { readonly number: number; readonly state: "open" | "closed" } | null;
  readonly bodies: readonly BodyStatus[];
  readonly spent: Spent;
  /** Open fixes. */
  readonly followUps: readonly {
    readonly issue: number;
    readonly todo: string;
    readonly title: string;
    readonly cause: string;
  }[];
}

interface BodyStatus {
  readonly body: string;
  readonly title: string;
  readonly todos: readonly TodoStatus[];
}

export interface TodoStatus {
  readonly todo: string;
  readonly order: string;
  readonly title: string;
  readonly state: Status;
  readonly done: boolean;
  readonly issue: number | null;
  readonly pull: number | null;
  readonly rounds: number;
  /** Runs that failed in this round; those that were cut off say nothing about the agent. */
  readonly failed: number;
  readonly base: string | null;
  /** What must be done first, each by name; empty when it can start, has begun or is done. */
  readonly waitsFor: readonly string[];
  readonly blocked: string | null;
  /** What else is known of why it is blocked, as lines: what failed said, what was tried, where the rest is, what answers. */
  readonly why: readonly string[];
  /** What agents and reviewers took for it, as far as they tell. */
  readonly spent: Spent;
}

/** The bodies as far as they matter to how things stand. */
export type StatusBody = Pick<Body, "id" | "title" | "after">;

/** How the work of a plan stands; `bodies` in the order to show them. */
export const planStatusOf = (
  { plan, title }: { plan: string; title: string },
  {
    todos,
    bodies,
    snapshot,
  }: { todos: readonly DesiredTodo[]; bodies: readonly StatusBody[]; snapshot: Snapshot },
): PlanStatus => {
  const counted = todos
    .filter(({ record }) => record.state.status !== "removed")
    .sort((a, b) => compareOrder(a.todo.order, b.todo.order));
  const waitsOf = waits(counted, bodies);
  return {
    plan,
    title,
    milestone: snapshot.milestone && {
      number: snapshot.milestone.number,
      state: snapshot.milestone.open ? "open" : "closed",
    },
    bodies: bodies.map((body) => ({
      body: body.id,
      title: body.title,
      todos: counted
        .filter(({ todo }) => todo.body === body.id)
        .map((one) => todoStatusOf(one, waitsOf(one))),
    })),
    spent: total(counted.map(({ record }) => record.spent)),
    followUps: snapshot.fixes.filter(({ issue }) => issue.open).map(followUp),
  };
};

const followUp = ({ issue, record }: SeenFix) => ({
  issue: issue.number,
  todo: record.todo,
  title: issue.title,
  cause: record.cause,
});

const todoStatusOf = (one: DesiredTodo, { todos, others }: Waits): TodoStatus => {
  const { todo, record, seen } = one;
  return {
    todo: todo.id,
    order: todo.order,
    title: todo.title,
    state: record.state.status,
    done: isDone(one),
    issue: seen?.issue.number ?? null,
    pull: record.pull,
    rounds: record.rounds,
    failed: record.failed,
    base: record.base,
    waitsFor: [...todos.map(nameOf), ...others],
    spent: record.spent,
    blocked: record.state.status === "blocked" ? reasonText(record.state.reason) : null,
    why: blockedLines(record, seen?.issue.number ?? null),
  };
};

const nameOf = ({ todo }: DesiredTodo): string => `${todo.order} ${todo.id}`;
