import { once } from "../once.ts";
import { type DesiredTodo, isDone } from "./desired.ts";

/** What is still to do, looked up by what waits for it: plans have thousands. */
export interface Undone {
  readonly todos: readonly DesiredTodo[];
  readonly byId: () => ReadonlyMap<string, DesiredTodo>;
  readonly bodies: ReadonlySet<string>;
  /** The lowest that anything of it has. */
  readonly phase: number;
}

export const undoneIn = (wanted: readonly DesiredTodo[]): Undone => {
  const todos = wanted.filter((one) => !isDone(one));
  return {
    todos,
    // Most need nothing.
    byId: once(() => new Map(todos.map((one) => [one.todo.id, one]))),
    bodies: new Set(todos.map(({ todo }) => todo.body)),
    phase: todos.reduce((lowest, { todo }) => Math.min(lowest, todo.phase), Number.POSITIVE_INFINITY),
  };
};
