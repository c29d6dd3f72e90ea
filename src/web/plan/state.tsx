import type { FC } from "hono/jsx";
import type { TodoStatus } from "../../core/report/plan-status.ts";
import { leftState } from "../../core/todo/left.ts";

/** A todo's state in its colour and in its word. */
export const StateMark: FC<{ todo: Pick<TodoStatus, "state" | "cutOff" | "left"> }> = ({
  todo: { state, cutOff, left },
}) =>
  left !== null ? (
    <span class="mark mark-blocked">{leftState}</span>
  ) : (
    <span class={`mark mark-${cutOff ? "cut-off" : state}`}>{cutOff ? "cut off" : state}</span>
  );
