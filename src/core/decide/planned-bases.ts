import { inOrder } from "../in-order.ts";
import { integrationPrefix } from "../plan/branch.ts";
import { type Plan, todosOf } from "../plan/plan.ts";
import { emptySnapshot } from "../snapshot/snapshot.ts";
import { worksOf } from "../snapshot/work.ts";
import { type DesiredTodo, desiredOf } from "../todo/desired.ts";
import { newRecord } from "../todo/record.ts";
import { type Base, baseOf, indexOf } from "./base.ts";

/** What each todo's branch would start from if nothing were merged before the end, by id. */
export const plannedBases = (plan: Plan): ReadonlyMap<string, Base> => {
  const todos = untouchedTodos(plan);
  const index = indexOf(todos);
  const bases = new Map<string, Base>();
  for (const one of inOrder(todos, ({ todo }) => todo.order)) {
    const base = baseOf(one, index, plan);
    bases.set(one.todo.id, base);
    index.byId.set(one.todo.id, proposedOn(one, base));
  }
  return bases;
};

/** A plan's todos before anything has happened. What tells their records apart says nothing of bases: one does for all. */
const untouchedTodos = (plan: Plan): DesiredTodo[] => {
  const nobody = { todo: "", body: "", order: "", branch: "", phase: 0, needs: [], from: null };
  const record = newRecord({ plan: plan.id, ...nobody });
  return worksOf(plan, emptySnapshot).map((work) => desiredOf(work, { record, held: false, events: [] }));
};

const proposedOn = (one: DesiredTodo, { ref: base }: Base): DesiredTodo => {
  const { branch, title } = one.todo;
  const pull = { number: 0, branch, head: "", base, title, state: "open" } as const;
  return { ...desiredOf(one, { ...one, record: { ...one.record, base } }), pull };
};

/** Puts a plan's bases as people read them: the orders of what is below, or the plan's base. */
export const baseTexts = (plan: Plan): ((base: Base) => string) => {
  const orders = new Map(todosOf(plan).map(({ branch, order }) => [branch, order]));
  return (base) => {
    if (base.kind === "plan") return base.ref;
    const parts = base.kind === "stack" ? [base.ref] : base.parts;
    return parts.map((branch) => orders.get(branch) ?? branch.replace(integrationPrefix, "")).join(" + ");
  };
};

/** Said where a plan has waits that no branch follows; `null` where it has none. */
export const timeOnlyText = (plan: Plan): string | null => {
  const used = [
    ...(plan.bodies.some(({ after }) => after.length > 0) ? ["`after`"] : []),
    ...(todosOf(plan).some(({ phase }) => phase > 0) ? ["`phase`"] : []),
  ];
  if (used.length === 0) return null;
  const orders = used.length === 1 ? "orders" : "order";
  return `${used.join(" and ")} ${orders} time only: what starts later starts from that work only where it \`needs\` it`;
};
