import type { WriteStream } from "node:tty";

/** The columns that lines are kept to; `null` when it is no terminal, or one that does not know its size. */
export const widthOf = ({ isTTY, columns }: Pick<WriteStream, "isTTY" | "columns">): number | null =>
  isTTY && columns > 0 ? columns : null;
