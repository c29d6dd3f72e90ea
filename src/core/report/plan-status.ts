import { type Spent, total } from "../cost/ledger.ts";
import { compareOrder } from "../plan/order.ts";
import type { Body, Plan } from "../plan/plan.ts";
import type { SeenFix, Snapshot } from "../snapshot/snapshot.ts";
import { answersTo, asComment, type HowToAnswer, type TodoAnswer } from "../todo/answers.ts";
import { answerLines, blockedLines } from "../todo/blocked.ts";
import { type DesiredTodo, isDone } from "../todo/desired.ts";
import { isLeft, leftAnswers, leftText } from "../todo/left.ts";
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
  /** Why it goes no further when the plan has lost it after it began; `null` when it has not. */
  readonly left: string | null;
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
        todos: own.map((one) => todoStatusOf(one, { waits: waitsOf(one), how, todos })),
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
  {
    waits: { todos, others },
    how,
    todos: all,
  }: { waits: Waits; how: HowToAnswer; todos: readonly DesiredTodo[] },
): TodoStatus => {
  const { todo, record, seen } = one;
  const issue = seen?.issue.number ?? null;
  const left = isLeft(one);
  const typed = (command: string): string => how(command, { order: todo.order, issue });
  return {
    todo: todo.id,
    order: todo.order,
    title: todo.title,
    state: record.state.status,
    done: isDone(one),
    cutOff: !left && seen !== null && claimOf(seen.record.state) !== null && !one.held && !isDone(one),
    left: left ? leftText(one, all) : null,
    issue,
    pull: record.pull,
    rounds: record.rounds,
    failed: record.failed,
    base: record.base,
    waitsFor: [...todos.map(nameOf), ...others],
    spent: record.spent,
    blocked: !left && record.state.status === "blocked" ? reasonText(record.state.reason) : null,
    why: left ? answerLines(leftAnswers, typed) : blockedLines(record, { issue, how }),
    answers: (left ? leftAnswers : answersOf(record)).map(({ command, does }) => ({
      type: typed(command),
      does,
    })),
  };
};

const answersOf = (record: TodoRecord): readonly TodoAnswer[] =>
  record.state.status === "blocked" ? answersTo(record.state.reason, record) : [];

const nameOf = ({ todo }: DesiredTodo): string => `${todo.order} ${todo.id}`;
