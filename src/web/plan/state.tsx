import type { FC } from "hono/jsx";
import type { TodoStatus } from "../../core/report/plan-status.ts";

/** A todo's state in its colour and in its word. */
export const StateMark: FC<{ todo: Pick<TodoStatus, "state" | "cutOff"> }> = ({
  todo: { state, cutOff },
}) => <span class={`mark mark-${cutOff ? "cut-off" : state}`}>{cutOff ? "cut off" : state}</span>;
