import type { Format } from "./format.ts";
import { markdown } from "./markdown.ts";

/** spec-kit's `tasks.md`: boxes named `T001` and on, `[P]` where they are parallel, under phases. */
export const specKit: Format = {
  name: "spec-kit tasks",
  read: (source, options) => {
    const tasks = source.lines.filter((line) => /^\s*[-*] \[.\] T\d{3,4} /.test(line));
    return tasks.length > 1 ? markdown.read(source, options) : null;
  },
};
