import type { Board } from "../../core/board/board.ts";
import type { Need } from "../../core/board/needs.ts";

/** What a person is asked for a todo; `null` when nothing. */
export const needIn = ({ needs }: Pick<Board, "needs">, todo: string): Need | null =>
  needs.find((need) => need.of === "todo" && need.todo === todo) ?? null;
