import type { Format } from "./format.ts";
import { markdown } from "./markdown.ts";

/** OpenSpec's `tasks.md`: sections with numbers, and boxes whose numbers are parts of them. */
export const openSpec: Format = {
  name: "OpenSpec tasks",
  read: (source, options) => {
    const sections = source.lines.flatMap((line) => /^## (\d{1,3})\. \S/.exec(line)?.[1] ?? []);
    const boxes = source.lines.flatMap((line) => /^\s*[-*] \[.\] (\d{1,3})\.\d{1,3} /.exec(line)?.[1] ?? []);
    return boxes.length > 0 && boxes.every((number) => sections.includes(number))
      ? markdown.read(source, options)
      : null;
  },
};
