import { count } from "../../core/count.ts";
import type { RunEvent } from "../../local/events.ts";
import { colorsFor } from "../text/colors.ts";
import { clock } from "../text/time.ts";
import { baseLine, landingLine, lastingLine, paintLine, stepLine, type ViewLine } from "./lines.ts";
import { stoppingText, type View } from "./view.ts";

const passingLine = (event: RunEvent): ViewLine | null => {
  if (event.type === "base") return baseLine(event);
  if (event.type === "landing") return landingLine(event);
  return event.type === "step" ? stepLine(event) : null;
};

/** Tells a run line by line, each with the time since its start: for logs and pipes. */
export const plainView = (out: NodeJS.WriteStream): View => {
  const colors = colorsFor(out);
  const startedAt = performance.now();
  const say = (line: ViewLine): void => {
    const time = clock(performance.now() - startedAt).padStart(5);
    out.write(`${colors.dim(time)}  ${paintLine(line, null, colors)}\n`);
  };
  let told = "";
  return {
    show: (event) => {
      const line = lastingLine(event) ?? passingLine(event);
      if (line !== null) say(line);
      if (event.type !== "progress") return;
      const progress = `${event.done} of ${count(event.total, "todo")} done`;
      if (progress !== told) say({ mark: "·", text: progress, detail: "" });
      told = progress;
    },
    stopping: () => say({ mark: "!", text: stoppingText, detail: "" }),
    hear: () => undefined,
    [Symbol.dispose]: () => undefined,
  };
};
