import type { TodoAnswer } from "./answers.ts";
import { type DesiredTodo, isDone } from "./desired.ts";
import type { TodoRecord } from "./record.ts";

/*
 * A todo that the plan lost. Where it had begun nothing of it goes on, and a person says what becomes of it.
 */

/** Whether its issue is left to its author again: it was adopted, and had not been begun. */
export const isLetGo = ({ adopted, claimed, state }: TodoRecord): boolean =>
  adopted !== undefined && claimed === null && state.status === "removed";

/** Whether the plan has it, or it came from what the plan has. */
export const isInPlan = ({ origin, record }: Pick<DesiredTodo, "origin" | "record">): boolean =>
  origin !== "orphan" && record.state.status !== "removed";

/** Whether it waits for a person. */
export const isLeft = (one: DesiredTodo): boolean => one.origin === "orphan" && !isDone(one);

/** How its state is called. */
export const leftState = "not in the plan";

/** Why it goes no further, on one line. */
export const leftText = (one: DesiredTodo, todos: readonly DesiredTodo[]): string => {
  const renamed = newNameOf(one, todos);
  const hint =
    renamed === null ? "" : `; if \`${renamed}\` is its new name, give it its id \`${one.todo.id}\` back`;
  return `no longer in the plan but was begun: skip it, or put it back${hint}`;
};

/** The todo that may be the same one: the only one that came into its body, which only it left. */
const newNameOf = (one: DesiredTodo, todos: readonly DesiredTodo[]): string | null => {
  const inBody = todos.filter(({ todo }) => todo.body === one.todo.body);
  const [came, ...others] = inBody.filter(({ origin, seen }) => origin === "plan" && seen === null);
  const isOnly = others.length === 0 && inBody.filter(isLeft).length === 1;
  return came && isOnly ? came.todo.id : null;
};

/** What answers it besides an edit of the plan. */
export const leftAnswers: readonly TodoAnswer[] = [{ command: "skip <why>", does: "drops it" }];
