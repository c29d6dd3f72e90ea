import { groupBy } from "../group.ts";
import { inOrder } from "../in-order.ts";
import { once } from "../once.ts";
import { integrationPrefix } from "../plan/branch.ts";
import { compareOrder } from "../plan/order.ts";
import type { Plan } from "../plan/plan.ts";
import { type DesiredTodo, isUnwanted } from "../todo/desired.ts";
import { type LastParts, lastPartsIn } from "../todo/parts.ts";

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
  /** The todo that stands before each one of the plan in its body, by id. */
  readonly before: ReadonlyMap<string, string>;
  readonly lastParts: LastParts;
}

export const indexOf = (
  wanted: readonly DesiredTodo[],
): Index & { readonly byId: Map<string, DesiredTodo> } => {
  // Most are asked for work that rests on nothing, and plans are long.
  const byId = once(() => new Map(wanted.map((one) => [one.todo.id, one])));
  const byBranch = once(() => new Map(wanted.map(({ todo }) => [todo.branch, todo.id])));
  const before = once(() => beforeInBody(wanted));
  const lastParts = once(() => lastPartsIn(wanted.map(({ record }) => record)));
  return {
    get byId() {
      return byId();
    },
    get byBranch() {
      return byBranch();
    },
    get before() {
      return before();
    },
    get lastParts() {
      return lastParts();
    },
  };
};

const beforeInBody = (wanted: readonly DesiredTodo[]): Map<string, string> => {
  const before = new Map<string, string>();
  const planned = wanted.filter(({ origin }) => origin === "plan");
  for (const works of groupBy(planned, ({ todo }) => todo.body).values())
    inOrder(works, ({ todo }) => todo.order).forEach(({ todo }, at, all) => {
      const one = all[at - 1];
      if (one) before.set(todo.id, one.todo.id);
    });
  return before;
};

/** The base that a todo's branch should have now, given what has been merged. */
export const baseOf = (wanted: DesiredTodo, index: Index, plan: Plan): Base => {
  const [first, ...more] = partsOf(wanted, index, plan);
  if (first === undefined) return { kind: "plan", ref: plan.base };
  if (more.length === 0) return { kind: "stack", ref: first };
  return { kind: "integration", ref: `${integrationPrefix}${wanted.todo.order}`, parts: [first, ...more] };
};

/** The unmerged branches that a todo's work builds on, in order; none that another one contains. */
export const partsOf = (wanted: DesiredTodo, index: Index, plan: Plan): string[] => {
  const parts = allParts(wanted, index, plan);
  if (parts.length < 2) return parts;
  const below = new Set(parts.flatMap((part) => branchesBelow(part, index, plan)));
  const left = parts.filter((part) => !below.has(part));
  return left.length > 0 ? left : parts;
};

/** Work that nobody wants is passed over: what it built on is built on instead. */
const allParts = (
  wanted: DesiredTodo,
  index: Index,
  plan: Plan,
  passed: Set<string> = new Set([wanted.todo.id]),
): string[] => {
  const parts = builtOn(wanted, index).flatMap((one) => {
    if (!isUnwanted(one) || one.pull?.state === "merged") return [restsOn(one, index, plan)];
    if (passed.has(one.todo.id)) return [];
    passed.add(one.todo.id);
    return allParts(one, index, plan, passed);
  });
  const others = parts.filter((ref) => ref !== plan.base);
  return others.length < 2 ? others : [...new Set(others)];
};

/** What a todo needs, what stands before it in its body, and what it has to land with. */
const builtOn = ({ todo, record }: DesiredTodo, index: Index): DesiredTodo[] => {
  const before = todo.stack ? index.before.get(todo.id) : undefined;
  const ids = before === undefined ? todo.needs : [...todo.needs, before];
  const works = [...new Set([...ids, ...record.partners])].flatMap((id) => index.byId.get(id) ?? []);
  return works.length < 2 ? works : works.sort((a, b) => compareOrder(a.todo.order, b.todo.order));
};

/** The branches that a branch was started from, one below the other. */
const branchesBelow = (
  branch: string,
  index: Index,
  plan: Plan,
  passed: Set<string> = new Set([branch]),
): string[] => {
  const one = index.byId.get(index.byBranch.get(branch) ?? "");
  const base = one?.record.base ?? plan.base;
  if (!one || base === plan.base) return [];
  const bases = base.startsWith(integrationPrefix) ? allParts(one, index, plan) : [base];
  return bases.flatMap((below) => {
    if (passed.has(below)) return [];
    passed.add(below);
    return [below, ...branchesBelow(below, index, plan, passed)];
  });
};

/** The branch where a todo's work is to be found: its own, or the one that it was merged into; skipped work is nowhere. */
export const restsOn = (wanted: DesiredTodo, index: Index, plan: Plan): string => {
  const { pull, todo } = wanted;
  const passed = new Set([todo.id]);
  for (let at = isUnwanted(wanted) && pull?.state !== "merged" ? null : pull; at; ) {
    if (at.state !== "merged") return at.branch;
    if (at.base === plan.base) return plan.base;
    const into = index.byBranch.get(at.base);
    if (into === undefined || passed.has(into)) return plan.base;
    passed.add(into);
    at = index.byId.get(into)?.pull ?? null;
  }
  return plan.base;
};
