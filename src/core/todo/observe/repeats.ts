import { groupBy } from "../../group.ts";
import type { Ask } from "../../verdict/verdict.ts";
import { after, type DesiredTodo, isDone } from "../desired.ts";

/**
 * Leaves out what another todo's review has asked for already, while that is still to do. What is left out is left out
 * for good: nobody asks for it again when it is done.
 */
export const withoutRepeats = (todos: readonly DesiredTodo[]): readonly DesiredTodo[] => {
  const undone = todos.filter((one) => one.record.from !== null && !isDone(one));
  if (undone.length === 0) return todos;
  const parents = groupBy(undone, ({ record }) => record.from?.key);
  return todos.map((one) => {
    const isRepeat = ({ kind, key }: Ask): boolean => {
      const others = (parents.get(key) ?? []).filter(({ todo }) => todo.id !== one.todo.id);
      const isOpened = others.some(({ record }) => record.from?.todo === one.todo.id);
      return kind === "todo" && others.length > 0 && !isOpened;
    };
    if (one.held || !one.record.asks.some(isRepeat)) return one;
    return after(one, { type: "repeated", asks: one.record.asks.filter((ask) => !isRepeat(ask)) });
  });
};
