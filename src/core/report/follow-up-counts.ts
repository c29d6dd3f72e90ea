import type { SeenFix } from "../snapshot/snapshot.ts";
import { type DesiredTodo, isDone } from "../todo/desired.ts";

/** How many follow-ups reviews and people opened, fixes and todos of their own, and how many are not done. */
export const followUpCounts = (
  fixes: readonly SeenFix[],
  counted: readonly DesiredTodo[],
): { opened: number; open: number } => {
  const born = counted.filter(({ origin, record }) => origin === "follow-up" && record.part === null);
  return {
    opened: fixes.length + born.length,
    open: fixes.filter(({ issue }) => issue.open).length + born.filter((one) => !isDone(one)).length,
  };
};
