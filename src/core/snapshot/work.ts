import { groupBy } from "../group.ts";
import { inOrder } from "../in-order.ts";
import { oncePer } from "../once.ts";
import { branchName } from "../plan/branch.ts";
import { nextOrder } from "../plan/order.ts";
import { type Body, type Plan, type Todo, todosOf } from "../plan/plan.ts";
import { type LastParts, lastPartsIn, partsBefore } from "../todo/parts.ts";
import type { TodoRecord } from "../todo/record.ts";
import type { SeenFix, SeenPull, SeenTodo, Snapshot } from "./snapshot.ts";

/** One todo as the plan wants it, beside what the forge has of it. */
export interface Work {
  readonly todo: Todo;
  /** `follow-up`: a review asked for it; `orphan`: no longer in the plan. */
  readonly origin: "plan" | "follow-up" | "orphan";
  readonly seen: SeenTodo | null;
  readonly pull: SeenPull | null;
  readonly fixes: readonly SeenFix[];
}

/** Everything there is to do or done: the plan's todos in plan order, then follow-ups, then orphans. */
export const worksOf = (plan: Plan, snapshot: Snapshot): Work[] => {
  const bodies = new Map(plan.bodies.map((body) => [body.id, body]));
  const original = todosOf(plan);
  const ids = idsOf(original);
  const written = [...snapshot.todos.values()];
  const unplanned = written.filter(({ record }) => !ids.has(record.todo));
  const placed = original.map((todo) => asPlaced(todo, snapshot, bodies));
  const last = lastPartsIn(written.map(({ record }) => record));
  const kept = [
    ...unplanned.map(({ record }) => record.order),
    ...placed.filter((todo, at) => todo.order !== original[at]?.order).map(({ order }) => order),
  ];
  const planned = afterParts(withFreeOrders(placed, plan, { kept: new Set(kept), snapshot }), last);
  const fixes = groupBy(snapshot.fixes, ({ record }) => record.todo);
  const work = (todo: Todo, origin: Work["origin"]): Work => {
    const seen = snapshot.todos.get(todo.id) ?? null;
    const pull = snapshot.pulls.get(seen?.record.branch ?? todo.branch) ?? null;
    return { todo, origin, seen, pull, fixes: fixes.get(todo.id) ?? [] };
  };
  const known = { bodies, ids, todos: snapshot.todos };
  const others = unplanned
    .sort((a, b) => a.issue.number - b.issue.number)
    .map((seen) => work(asTodo(seen, last), isFollowUp(seen.record, known) ? "follow-up" : "orphan"));
  return [...inTheirBodies(planned, original, plan).map((todo) => work(todo, "plan")), ...others];
};

/** Who comes after a todo that was cut, by its need or in its body, comes after the last part. */
const afterParts = (todos: readonly Todo[], last: LastParts): readonly Todo[] => {
  if (last.size === 0) return todos;
  const before = new Map<string, string>();
  for (const inBody of groupBy(todos, ({ body }) => body).values())
    inBody.forEach(({ id }, at) => {
      const one = inBody[at - 1];
      if (one) before.set(id, one.id);
    });
  return todos.map((todo) => {
    const earlier = todo.stack ? [before.get(todo.id) ?? ""] : [];
    const parts = [...todo.needs, ...earlier].flatMap((after) => partsBefore(null, { after, last }));
    return parts.length === 0 ? todo : { ...todo, needs: [...new Set([...todo.needs, ...parts])] };
  });
};

/** A follow-up goes on while the plan has its body, and the todo that it came from or that todo's approved work. */
const isFollowUp = (
  record: TodoRecord,
  {
    bodies,
    ids,
    todos,
  }: { ids: ReadonlySet<string> } & Pick<Snapshot, "todos"> & {
      bodies: ReadonlyMap<string, Body>;
    },
): boolean => {
  if (record.from === null || !bodies.has(record.body)) return false;
  const passed = new Set([record.todo]);
  for (let id = record.from.todo; !ids.has(id) && !passed.has(id); ) {
    const parent = todos.get(id)?.record;
    if (!parent || parent.state.status === "approved") return true;
    if (parent.from === null || !bodies.has(parent.body)) return false;
    passed.add(id);
    id = parent.from.todo;
  }
  return true;
};

const asTodo = ({ record, issue }: SeenTodo, last: LastParts): Todo => ({
  id: record.todo,
  body: record.body,
  order: record.order,
  branch: record.branch,
  phase: record.phase,
  title: issue.title,
  text: issue.text,
  needs: [...new Set(record.needs.flatMap((after) => [after, ...partsBefore(record, { after, last })]))],
  stack: false,
});

/** A begun todo keeps its body, order and branch, however the plan is edited; one that a person gave away is there. */
const asPlaced = (todo: Todo, snapshot: Snapshot, bodies: ReadonlyMap<string, Body>): Todo => {
  const record = snapshot.todos.get(todo.id)?.record;
  if (record?.claimed) return moved(todo, record);
  const given = record?.reassigned ?? null;
  return given !== null && bodies.has(given) ? { ...todo, body: given } : todo;
};

const idsOf = oncePer((todos: readonly Todo[]): ReadonlySet<string> => new Set(todos.map(({ id }) => id)));

/** Orders are unique: a todo that has not begun gives way to one that keeps its order, by the next that is free. */
const withFreeOrders = (
  todos: readonly Todo[],
  plan: Plan,
  /** Orders that the plan gives to nobody, or to somebody else. */
  { kept, snapshot }: { readonly kept: ReadonlySet<string>; readonly snapshot: Snapshot },
): readonly Todo[] => {
  const isBegun = (id: string): boolean => (snapshot.todos.get(id)?.record.claimed ?? null) !== null;
  const isInTheWay = ({ id, order }: Todo): boolean => kept.has(order) && !isBegun(id);
  if (!todos.some(isInTheWay)) return todos;
  const taken = new Set([...kept, ...todos.map(({ order }) => order)]);
  return todos.map((todo) => {
    if (!isInTheWay(todo)) return todo;
    const order = nextOrder(todo.order, taken);
    taken.add(order);
    const branch = branchName(plan.branches, { plan: plan.id, order, slug: todo.id, body: todo.body });
    return { ...todo, order, branch };
  });
};

/** The same todo where it is there already, as almost all are. */
const moved = (todo: Todo, { body, order, branch }: TodoRecord): Todo =>
  todo.body === body && todo.order === order && todo.branch === branch
    ? todo
    : { ...todo, body, order, branch };

/** The todos body after body; only what is not where the plan has it needs to be put in its place. */
const inTheirBodies = (todos: readonly Todo[], original: readonly Todo[], plan: Plan): readonly Todo[] => {
  if (todos.every(({ body }, at) => body === original[at]?.body)) return todos;
  const byBody = groupBy(todos, ({ body }) => body);
  const all = [...new Set([...plan.bodies.map(({ id }) => id), ...byBody.keys()])];
  return all.flatMap((body) => inOrder(byBody.get(body) ?? [], ({ order }) => order));
};
