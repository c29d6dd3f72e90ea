import { type Spent, total } from "../cost/ledger.ts";
import { compareOrder } from "../plan/order.ts";
import type { Body, Plan } from "../plan/plan.ts";
import type { SeenFix, Snapshot } from "../snapshot/snapshot.ts";
import { answersTo, asComment, type HowToAnswer } from "../todo/answers.ts";
import { blockedLines } from "../todo/blocked.ts";
import { type DesiredTodo, isDone } from "../todo/desired.ts";
import { reasonText } from "../todo/reasons.ts";
import type { TodoRecord } from "../todo/record.ts";
import { claimOf, type Status } from "../todo/state.ts";
import { type Waits, waits } from "../todo/waits.ts";

/** How a plan stands: bodies × todos, and what is still asked for. */
export interface PlanStatus {
  readonly plan: string;
  readonly title: string;
  readonly milestone: { readonly number: number; readonly state: "open" | "closed" } | null;
  readonly bodies: readonly BodyStatus[];
  readonly spent: Spent;
  /** What is said of each account that holds todos up. */
  readonly accounts: readonly string[];
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
  readonly spent: Spent;
  readonly todos: readonly TodoStatus[];
}

export interface TodoStatus {
  readonly todo: string;
  readonly order: string;
  readonly title: string;
  readonly state: Status;
  readonly done: boolean;
  /** Whether a run that was killed still has its name on it: nobody works on it. */
  readonly cutOff: boolean;
  readonly issue: number | null;
  readonly pull: number | null;
  readonly rounds: number;
  /** Runs that failed in this round; those that were cut off say nothing about the agent. */
  readonly failed: number;
  readonly base: string | null;
  /** What must be done first, each by name; empty when it can start, has begun or is done. */
  readonly waitsFor: readonly string[];
  readonly blocked: string | null;
  /** What else is known of why it is blocked, as lines: what failed said, what was tried, where its logs are, what answers. */
  readonly why: readonly string[];
  /** What answers it when it is blocked, as it is typed, the most fitting first. */
  readonly answers: readonly { readonly type: string; readonly does: string }[];
  /** What agents and reviewers took for it, as far as they tell. */
  readonly spent: Spent;
}

/** The bodies as far as they matter to how things stand. */
export type StatusBody = Pick<Body, "id" | "title" | "after">;

/** What is known of a plan, by its file or by its issues alone, which do not tell its limits. */
interface Seen {
  readonly todos: readonly DesiredTodo[];
  /** In the order to show them. */
  readonly bodies: readonly StatusBody[];
  readonly limits?: Plan["limits"] | undefined;
  readonly prices?: Plan["prices"] | undefined;
  readonly snapshot: Snapshot;
  readonly how?: HowToAnswer | undefined;
  readonly accounts?: readonly string[];
}

/** How the work of a plan stands. */
export const planStatusOf = (
  { plan, title }: { plan: string; title: string },
  { todos, bodies, limits, prices, snapshot, how = asComment, accounts = [] }: Seen,
): PlanStatus => {
  const counted = todos
    .filter(({ record }) => record.state.status !== "removed")
    .sort((a, b) => compareOrder(a.todo.order, b.todo.order));
  const waitsOf = waits(counted, { bodies, ...(limits && { limits }), ...(prices && { prices }) });
  return {
    plan,
    title,
    milestone: snapshot.milestone && {
      number: snapshot.milestone.number,
      state: snapshot.milestone.open ? "open" : "closed",
    },
    bodies: bodies.map((body) => {
      const own = counted.filter(({ todo }) => todo.body === body.id);
      return {
        body: body.id,
        title: body.title,
        spent: total(own.map(({ record }) => record.spent)),
        todos: own.map((one) => todoStatusOf(one, { waits: waitsOf(one), how })),
      };
    }),
    accounts,
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

const todoStatusOf = (
  one: DesiredTodo,
  { waits: { todos, others }, how }: { waits: Waits; how: HowToAnswer },
): TodoStatus => {
  const { todo, record, seen } = one;
  const issue = seen?.issue.number ?? null;
  return {
    todo: todo.id,
    order: todo.order,
    title: todo.title,
    state: record.state.status,
    done: isDone(one),
    cutOff: seen !== null && claimOf(seen.record.state) !== null && !one.held && !isDone(one),
    issue,
    pull: record.pull,
    rounds: record.rounds,
    failed: record.failed,
    base: record.base,
    waitsFor: [...todos.map(nameOf), ...others],
    spent: record.spent,
    blocked: record.state.status === "blocked" ? reasonText(record.state.reason) : null,
    why: blockedLines(record, { issue, how }),
    answers: answersOf(record, (command) => how(command, { order: todo.order, issue })),
  };
};

const answersOf = (record: TodoRecord, type: (command: string) => string): TodoStatus["answers"] =>
  record.state.status === "blocked"
    ? answersTo(record.state.reason, record).map(({ command, does }) => ({ type: type(command), does }))
    : [];

const nameOf = ({ todo }: DesiredTodo): string => `${todo.order} ${todo.id}`;
