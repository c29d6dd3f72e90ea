import type { Format } from "./format.ts";
import { markdown } from "./markdown.ts";

/** Kiro's `tasks.md`: boxes with numbers, those of the next level (`2.1`) being the todos of the one above (`2.`). */
export const kiro: Format = {
  name: "Kiro tasks",
  read: (source, options) => {
    const whole = source.lines.some((line) => /^\s*[-*] \[.\](?:\\?\*)? \d{1,3}\. /.test(line));
    const parts = source.lines.some((line) => /^\s*[-*] \[.\](?:\\?\*)? \d{1,3}\.\d{1,3}\.? /.test(line));
    return whole && parts ? markdown.read(source, options) : null;
  },
};
