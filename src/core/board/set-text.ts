import type { Board } from "./board.ts";

/** What `--set` set instead of the plan's, each as it was written; `null` when nothing was. */
export const setText = ({ set }: Pick<Board, "set">): string | null =>
  set.length === 0 ? null : `Set by --set: ${set.join(", ")}.`;
