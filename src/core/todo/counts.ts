import { type DesiredTodo, isDone } from "./desired.ts";
import { isInPlan, isLeft, leftState } from "./left.ts";

/** How far a plan is: what is in it, and apart from that what it has lost. */
export interface TodoCounts {
  readonly total: number;
  readonly done: number;
  readonly blocked: number;
  /** Begun when the plan lost them, and waiting for a person. */
  readonly left: number;
}

export const countsOf = (todos: readonly DesiredTodo[]): TodoCounts => {
  const counted = todos.filter(isInPlan);
  return {
    total: counted.length,
    done: counted.filter(isDone).length,
    blocked: counted.filter(({ record }) => record.state.status === "blocked").length,
    left: todos.filter(isLeft).length,
  };
};

/** What stands behind a total of todos; nothing where none was lost. */
export const leftCountText = (left: number): string => (left === 0 ? "" : `, ${left} ${leftState}`);
