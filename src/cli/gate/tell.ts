import { colorsFor } from "../text/colors.ts";

/** Tells on standard error what a reader of the result should know, and a program need not. */
export const tell = (note: string): void => {
  process.stderr.write(`${colorsFor(process.stderr).dim("note")}: ${note}\n`);
};
