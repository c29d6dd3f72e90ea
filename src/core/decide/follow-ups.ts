import { groupBy } from "../group.ts";
import { keyOf, slugOf } from "../key.ts";
import { branchName } from "../plan/branch.ts";
import { nextOrder, partOrders } from "../plan/order.ts";
import type { Plan } from "../plan/plan.ts";
import { harmlessTitle } from "../publish/line.ts";
import type { SeenFix } from "../snapshot/snapshot.ts";
import { type DesiredTodo, isUnwanted } from "../todo/desired.ts";
import { excessIn } from "../todo/observe/follow-ups.ts";
import { maxTakenUp, newRecord, type TodoRecord } from "../todo/record.ts";
import type { Ask } from "../verdict/verdict.ts";
import type { Change, ChangeOf } from "./change.ts";
import { droppedText, fixText, followUpText } from "./texts.ts";

/** Makes the open follow-ups what the todos' asks say: each ask once, answered ones closed. */
export const followUps = (todos: readonly DesiredTodo[], plan: Plan): Change[] => {
  const asking = todos.filter(
    ({ held, origin, record, fixes }) =>
      !held &&
      (origin !== "orphan" || record.state.status === "removed") &&
      (record.asks.length > 0 || fixes.length > 0),
  );
  if (asking.length === 0) return [];
  const taken = takenIn(todos);
  const byParent = groupBy(
    todos.filter(({ record }) => record.from !== null),
    ({ record }) => record.from?.todo,
  );
  const opened = new Set<string>();
  const excess = excessIn(todos, plan);
  return asking.flatMap((one) => [
    ...fixChanges(one, plan),
    ...(excess.has(one.todo.id)
      ? []
      : todoChanges(one, byParent.get(one.todo.id) ?? [], { plan, taken, opened })),
  ]);
};

/** The orders that todos have, or that are kept for their parts. */
export const takenIn = (todos: readonly DesiredTodo[]): Set<string> =>
  new Set(
    todos.flatMap(({ todo: { order }, record: { cut } }) =>
      cut === null ? [order] : [order, ...partOrders(order, cut.letters, { letters: cut.letters, depth: 0 })],
    ),
  );

/** What is asked of a todo: nothing of one that a person skipped, or that the plan no longer has. */
const asksOf = (one: DesiredTodo): readonly Ask[] => (dropped(one) === null ? one.record.asks : []);

const fixChanges = (one: DesiredTodo, plan: Plan): Change[] => {
  const asked = asksOf(one).filter(({ kind }) => kind === "fix");
  const keys = new Set(asked.map(({ key }) => key));
  const byKey = new Map(one.fixes.map((fix) => [fix.record.key, fix]));
  return [
    ...asked.flatMap((ask) => openFix(one, ask, byKey.get(ask.key), plan)),
    ...one.fixes.filter((fix) => isAnswered(fix, keys, one)).flatMap((fix) => closeFix(fix, one)),
  ];
};

const openFix = (
  { record, seen, todo }: DesiredTodo,
  ask: Ask,
  fix: SeenFix | undefined,
  plan: Plan,
): Change[] => {
  if (fix) return fix.issue.open ? [] : [writeFix(fix, true)];
  return [
    {
      type: "create-fix",
      why: `\`${todo.order}\` is asked for it`,
      todo: todo.id,
      title: harmlessTitle(ask.title),
      text: fixText(ask, seen?.issue.number ?? 0, record.pull),
      record: {
        v: 1,
        kind: "fix",
        plan: plan.id,
        todo: todo.id,
        key: ask.key,
        cause: ask.cause,
        round: record.rounds,
      },
    },
  ];
};

/** Open, but no longer asked for; what a person asked is answered by the approval that comes after it was taken up. */
const isAnswered = ({ issue, record }: SeenFix, keys: ReadonlySet<string>, one: DesiredTodo): boolean => {
  if (!issue.open || keys.has(record.key)) return false;
  if (record.cause !== "person" || isUnwanted(one)) return true;
  const { takenUp, claimed, state } = one.record;
  if (takenUp.includes(record.key)) return state.status === "approved";
  // A person's fix is taken up as soon as it is seen: what is not, was asked in a review that is gone.
  return claimed !== null && takenUp.length < maxTakenUp;
};

const writeFix = ({ issue, record }: SeenFix, open: boolean): Change => ({
  type: "write-fix",
  why: open ? "it is asked for again" : "it was answered",
  todo: record.todo,
  number: issue.number,
  open,
  notPlanned: false,
});

/** Why the fixes of a todo need no answer; `null` when they do. */
const dropped = ({ record: { state } }: DesiredTodo): string | null => {
  if (state.status === "skipped") return "its todo is skipped";
  return state.status === "removed" ? "the plan no longer has its todo" : null;
};

const closeFix = (fix: SeenFix, one: DesiredTodo): Change[] => {
  const why = dropped(one);
  if (why === null) return [writeFix(fix, false)];
  const { number } = fix.issue;
  return [
    { type: "tell", why, todo: one.todo.id, issue: number, name: "dropped", text: droppedText(why) },
    { type: "write-fix", why, todo: one.todo.id, number, open: false, notPlanned: true },
  ];
};

const todoChanges = (
  one: DesiredTodo,
  children: readonly DesiredTodo[],
  { plan, taken, opened }: { plan: Plan; taken: Set<string> /** Keys, in this pass. */; opened: Set<string> },
): Change[] => {
  const known = new Set(children.map(({ record }) => record.from?.key));
  return asksOf(one)
    .filter(({ kind, key }) => kind === "todo" && !known.has(key) && !opened.has(key))
    .map((ask) => {
      opened.add(ask.key);
      const why = `the review of \`${one.todo.order}\` asks for it`;
      return { why, ...followUpTodo(one, ask, { plan, taken }) };
    });
};

/** A todo that comes out of another one, with the next order that is free; `taken` is told of it. */
export const followUpTodo = (
  one: DesiredTodo,
  ask: Ask,
  { plan, taken }: { plan: Plan; taken: Set<string> },
): Omit<ChangeOf<"create-todo">, "why"> => {
  const order = nextOrder(one.todo.order, taken);
  taken.add(order);
  const record = followUpRecord(one, ask, order, plan);
  const text = followUpText(ask, record, one.seen?.issue.number ?? 0);
  return {
    type: "create-todo",
    todo: record.todo,
    issue: { title: harmlessTitle(ask.title), text, record, open: true, notPlanned: false },
  };
};

/** The body that accepts it, else its parent's; one that the plan no longer has would drop it, so then the one that has the parent. */
const bodyFor = ({ todo: parent }: DesiredTodo, ask: Ask, { bodies }: Plan): string => {
  const found =
    bodies.find(({ accepts }) => ask.for !== null && accepts.includes(ask.for)) ??
    bodies.find(({ id }) => id === parent.body) ??
    bodies.find(({ todos }) => todos.some(({ id }) => id === parent.id)) ??
    bodies[0];
  return found?.id ?? parent.body;
};

const followUpRecord = (parent: DesiredTodo, ask: Ask, order: string, plan: Plan): TodoRecord => {
  const body = bodyFor(parent, ask, plan);
  const key = keyOf(`${parent.todo.id}\n${ask.key}`);
  const todo = `${slugOf(ask.title)}-${key.slice(0, 6)}`;
  return newRecord({
    plan: plan.id,
    todo,
    body,
    order,
    branch: branchName(plan.branches, { plan: plan.id, order, slug: todo, body }),
    phase: parent.todo.phase,
    needs: [parent.todo.id],
    from: { todo: parent.todo.id, key: ask.key },
  });
};
