import { colorsFor } from "../text/colors.ts";

/** Hears what a reader of the result should know, and a program need not. */
export type Tell = (note: string) => void;

/** Tells on standard error what a reader of the result should know, and a program need not. */
export const tell: Tell = (note) => {
  process.stderr.write(`${colorsFor(process.stderr).dim("note")}: ${note}\n`);
};
