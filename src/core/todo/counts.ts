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
  const counts = { total: 0, done: 0, blocked: 0, left: 0 };
  for (const one of todos) {
    if (isLeft(one)) counts.left += 1;
    if (!isInPlan(one)) continue;
    counts.total += 1;
    if (isDone(one)) counts.done += 1;
    else if (one.record.state.status === "blocked") counts.blocked += 1;
  }
  return counts;
};

/** What stands behind a total of todos; nothing where none was lost. */
export const leftCountText = (left: number): string => (left === 0 ? "" : `, ${left} ${leftState}`);
