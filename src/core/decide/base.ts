import { integrationPrefix } from "../plan/branch.ts";
import { compareOrder } from "../plan/order.ts";
import type { Plan } from "../plan/plan.ts";
import { type DesiredTodo, isUnwanted } from "../todo/desired.ts";

/** What a branch starts from: the plan's base, one unmerged branch (a stack), or several merged together. */
export type Base =
  | { readonly kind: "plan"; readonly ref: string }
  | { readonly kind: "stack"; readonly ref: string }
  | { readonly kind: "integration"; readonly ref: string; readonly parts: readonly string[] };

/** The work found by todo and by branch. */
export interface Index {
  readonly byId: ReadonlyMap<string, DesiredTodo>;
  /** Todo ids. */
  readonly byBranch: ReadonlyMap<string, string>;
}

export const indexOf = (
  wanted: readonly DesiredTodo[],
): Index & { readonly byId: Map<string, DesiredTodo> } => {
  const byId = new Map<string, DesiredTodo>();
  const byBranch = new Map<string, string>();
  for (const one of wanted) {
    byId.set(one.todo.id, one);
    byBranch.set(one.todo.branch, one.todo.id);
  }
  return { byId, byBranch };
};

/** The base that a todo's branch should have now, given what has been merged. */
export const baseOf = (wanted: DesiredTodo, index: Index, plan: Plan): Base => {
  const parts = wanted.todo.needs
    .flatMap((need) => index.byId.get(need) ?? [])
    .sort((a, b) => compareOrder(a.todo.order, b.todo.order))
    .map((need) => restsOn(need, index, plan))
    .filter((ref) => ref !== plan.base);
  const [first, ...more] = [...new Set(parts)];
  if (first === undefined) return { kind: "plan", ref: plan.base };
  if (more.length === 0) return { kind: "stack", ref: first };
  return { kind: "integration", ref: `${integrationPrefix}${wanted.todo.order}`, parts: [first, ...more] };
};

/** The branch where a todo's work is to be found: its own, or the one that it was merged into; skipped work is nowhere. */
export const restsOn = (wanted: DesiredTodo, index: Index, plan: Plan): string => {
  const { pull, todo } = wanted;
  const passed = new Set([todo.id]);
  for (let at = isUnwanted(wanted) && pull?.state !== "merged" ? null : pull; at; ) {
    if (at.state !== "merged") return at.branch;
    const into = index.byBranch.get(at.base);
    if (into === undefined || passed.has(into)) return plan.base;
    passed.add(into);
    at = index.byId.get(into)?.pull ?? null;
  }
  return plan.base;
};
