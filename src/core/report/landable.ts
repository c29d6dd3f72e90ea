import { inOrder } from "../in-order.ts";
import { integrationPrefix } from "../plan/branch.ts";
import type { Plan } from "../plan/plan.ts";
import type { SeenPull } from "../snapshot/snapshot.ts";
import { type DesiredTodo, isUnwanted } from "../todo/desired.ts";
import { decisionOn } from "../todo/state.ts";

/** Approved work that can leave its forge. */
export interface Landable {
  readonly one: DesiredTodo;
  readonly order: string;
  readonly branch: string;
  readonly head: string;
  readonly pull: number;
  readonly title: string;
}

/** Approved work in submission order, and what is left out although it is approved: it rests on what is not. */
export interface Handover {
  readonly ready: readonly Landable[];
  readonly waiting: readonly { readonly order: string; readonly on: string }[];
}

/** What of a plan's approved work has nothing unapproved in it: what is not merged yet, or all of it. */
export const handoverOf = (
  todos: readonly DesiredTodo[],
  plan: Pick<Plan, "base">,
  states: readonly SeenPull["state"][] = ["open"],
): Handover => {
  const all = inOrder(
    todos.filter((one) => one.origin !== "orphan" && !isUnwanted(one) && isIn(one, states)),
    ({ todo }) => todo.order,
  );
  const byBranch = new Map(todos.map((one) => [one.todo.branch, one]));
  const ready: Landable[] = [];
  const waiting: { order: string; on: string }[] = [];
  for (const one of all) {
    const approved = landableOf(one);
    if (!approved) continue;
    const on = below(one, byBranch, plan).find(
      (other) => !landableOf(other) && other.pull?.state !== "merged",
    );
    if (on) waiting.push({ order: one.todo.order, on: on.todo.order });
    else ready.push(approved);
  }
  return { ready, waiting };
};

const isIn = ({ pull }: DesiredTodo, states: readonly SeenPull["state"][]): boolean =>
  pull !== null && states.includes(pull.state);

const landableOf = (one: DesiredTodo): Landable | null => {
  const { todo, pull, record, held } = one;
  const decision = decisionOn(record.state);
  if (held || record.state.status !== "approved" || !pull || decision?.commit !== pull.head) return null;
  const { order, branch, title } = todo;
  return { one, order, branch, title, head: pull.head, pull: pull.number };
};

/** All that its branch was started from, as far down as that goes; an integration branch has what its todo needs. */
const below = (
  one: DesiredTodo,
  byBranch: ReadonlyMap<string, DesiredTodo>,
  { base }: Pick<Plan, "base">,
): DesiredTodo[] => {
  const found = new Map<string, DesiredTodo>();
  const open = [one];
  for (let at = open.pop(); at; at = open.pop()) {
    const { record, todo } = at;
    const isMixed = record.base?.startsWith(integrationPrefix) === true;
    const needs = isMixed
      ? [...byBranch.values()].filter(
          ({ todo: { id } }) => todo.needs.includes(id) || record.partners.includes(id),
        )
      : [];
    const stacked = record.base === null || record.base === base ? undefined : byBranch.get(record.base);
    for (const other of [...needs, ...(stacked ? [stacked] : [])])
      if (!found.has(other.todo.id)) {
        found.set(other.todo.id, other);
        open.push(other);
      }
  }
  return [...found.values()];
};
