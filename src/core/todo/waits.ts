import { type Budget, budgetText } from "../cost/budget.ts";
import { groupBy } from "../group.ts";
import { inOrder } from "../in-order.ts";
import { once } from "../once.ts";
import type { Body, Plan } from "../plan/plan.ts";
import { type DesiredTodo, isDone } from "./desired.ts";
import { type Undone, undoneIn } from "./undone.ts";

/** What a todo waits for: other todos, and what is more than one of them. */
export interface Waits {
  readonly todos: readonly DesiredTodo[];
  /** In words: a phase, a body, a person. */
  readonly others: readonly string[];
}

/** The plan as far as waiting goes; without limits there is no budget. */
interface WaitingPlan {
  readonly bodies: readonly Pick<Body, "id" | "after">[];
  readonly limits?: Pick<Plan["limits"], "usd">;
  readonly prices?: Budget["prices"];
}

const none: Waits = { todos: [], others: [] };

/**
 * Says of each todo what keeps it from starting. Nothing keeps one that can start,
 * has begun or is done. What is asked of all todos is looked up, not searched for: plans have thousands.
 */
export const waits = (
  wanted: readonly DesiredTodo[],
  { bodies, limits = {}, prices = { unknown: "dearest" } }: WaitingPlan,
): ((one: DesiredTodo) => Waits) => {
  const undone = undoneIn(wanted);
  const afters = new Map(
    bodies.map(({ id, after }) => [id, after.filter((body) => undone.bodies.has(body))]),
  );
  const before = once(() => previousInBody(undone.todos));
  const spent = budgetText(wanted, { limits, prices });
  const budget = spent === null ? [] : [spent];
  return (one) => {
    const { todo, record, origin } = one;
    const { status } = record.state;
    if (isDone(one) || one.held || status === "blocked") return none;
    if (status !== "pending" && status !== "ready") return { todos: [], others: budget };
    const needs = todo.needs.flatMap((need) => undone.byId().get(need) ?? []);
    const paused = [...(record.paused ? ["a person: it is paused"] : []), ...budget];
    if (origin === "follow-up") return { todos: needs, others: paused };
    const previous = before().get(todo.id);
    return {
      todos: [...new Set([...needs, ...(previous ? [previous] : [])])],
      others: [
        ...paused,
        ...(todo.phase > undone.phase ? [phaseName(undone.phase)] : []),
        ...(afters.get(todo.body) ?? []).map((body) => `body ${body}`),
      ],
    };
  };
};

/** The undone todo of the plan that stands right before each one in its body. */
const previousInBody = (undone: Undone["todos"]): Map<string, DesiredTodo> => {
  const planned = undone.filter(({ origin }) => origin === "plan");
  const previous = new Map<string, DesiredTodo>();
  for (const works of groupBy(planned, ({ todo }) => todo.body).values()) {
    const sorted = inOrder(works, ({ todo }) => todo.order);
    sorted.forEach(({ todo }, at) => {
      const one = sorted[at - 1];
      if (one) previous.set(todo.id, one);
    });
  }
  return previous;
};

const phaseName = (phase: number): string => (phase === 0 ? "what has no phase" : `phase ${phase}`);
