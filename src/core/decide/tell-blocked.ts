import { blockedText, commentOf, isUntold } from "../todo/blocked.ts";
import { after, type DesiredTodo } from "../todo/desired.ts";
import type { Change } from "./change.ts";

/**
 * Tells on the issue why a todo is blocked where nobody did yet, as a lane does that ends so. The comment comes before
 * the record that remembers it, so that a crash repeats it and finds it.
 */
export const tellBlocked = (
  todos: readonly DesiredTodo[],
): { readonly todos: readonly DesiredTodo[]; readonly changes: readonly Change[] } => {
  const changes: Change[] = [];
  const told = todos.map((one) => {
    if (!one.seen || one.held || !isUntold(one.record)) return one;
    const place = { todo: one.todo.id, issue: one.seen.issue.number, name: commentOf(one.record) };
    changes.push({ type: "tell", why: "it waits for a person", ...place, text: blockedText(one.record) });
    return after(one, { type: "told" });
  });
  return { todos: changes.length > 0 ? told : todos, changes };
};
