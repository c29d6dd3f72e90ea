import { neverReady } from "../decide/schedule.ts";
import { didYouMean } from "../plan/nearest.ts";
import { type DesiredTodo, isDone } from "../todo/desired.ts";
import { type Draft, happened, happens, obeyed, refused, type TodoMeaning } from "./meaning.ts";

/** Gives a todo to another body: its agent, its worktree and what it owns; order and branch stay. */
export const reassignTodo: TodoMeaning = (draft, { one, by, argument }) => {
  const body = argument.toLowerCase();
  const known = draft.plan.bodies.map(({ id }) => id);
  if (!known.includes(body)) {
    const near = didYouMean(body, known);
    return refused(`the plan has no body of that name${near || `: it has ${some(known)}`}`);
  }
  if (one.origin === "orphan") return refused("the plan no longer has it");
  if (isDone(one)) return refused("it is done: there is nothing to give away");
  if (one.todo.body === body) return obeyed(`\`${body}\` has it already`);
  const event = { type: "reassigned", by, body } as const;
  const stuck = stuckBy(draft, happened(one, event));
  if (stuck.length > 0)
    return refused(`\`${body}\` would never come to it: ${some(stuck)} would wait for each other`);
  return happens(`the body \`${body}\` works on it from now on`, one, event);
};

/** Orders of the todos that would wait for ever, and do not now. */
const stuckBy = ({ todos, plan }: Draft, moved: DesiredTodo): string[] => {
  const before = new Set(neverReady([...todos.values()], plan).map(({ todo }) => todo.id));
  const all = [...todos.values()].map((one) => (one.todo.id === moved.todo.id ? moved : one));
  return neverReady(all, plan)
    .filter(({ todo }) => !before.has(todo.id))
    .map(({ todo }) => todo.order);
};

const some = (names: readonly string[]): string => {
  const shown = names.slice(0, 10).map((name) => `\`${name}\``);
  return names.length > 10 ? `${shown.join(", ")} and ${names.length - 10} more` : shown.join(", ");
};
