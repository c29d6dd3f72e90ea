import type { Format } from "./format.ts";
import { markdown } from "./markdown.ts";

/** A conductor plan: phases that end in checkpoints, with boxes of which `[~]` is being worked. */
export const conductor: Format = {
  name: "conductor plan",
  read: (source, options) =>
    source.lines.some((line) => /^#{1,4} .*\[checkpoint: ?[0-9a-f]{4,40}\]\s*$/.test(line))
      ? markdown.read(source, options)
      : null,
};
