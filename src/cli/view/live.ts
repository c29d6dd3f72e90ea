import type { WriteStream } from "node:tty";
import { createLogUpdate } from "log-update";
import { colorsFor } from "../text/colors.ts";
import { lastingLine, paintLine, type ViewLine } from "./lines.ts";
import { render } from "./render.ts";
import { newState, reduce } from "./state.ts";
import { stoppingText, type View } from "./view.ts";

/** Milliseconds between two drawings. */
const pace = 125;

/** Draws a run on a terminal: what lasts scrolls by above, what goes on stands below. */
export const liveView = (terminal: WriteStream): View => {
  const colors = colorsFor(terminal);
  const log = createLogUpdate(terminal);
  let state = newState(performance.now());
  let open = true;
  const draw = (): void => {
    const { columns = 80, rows = 24 } = terminal;
    if (open && state.bodies.length > 0)
      log(render(state, { columns, rows }, { now: performance.now(), colors }));
  };
  const keep = (line: ViewLine): void => {
    log.persist(` ${paintLine(line, (terminal.columns ?? 80) - 2, colors)}`);
    draw();
  };
  const timer = setInterval(draw, pace);
  terminal.on("resize", draw);
  return {
    show: (event) => {
      state = reduce(state, event, performance.now());
      const line = lastingLine(event);
      if (line) keep(line);
    },
    stopping: () => {
      state = { ...state, stopping: true };
      keep({ mark: "!", text: stoppingText, detail: "" });
    },
    [Symbol.dispose]: () => {
      if (!open) return;
      open = false;
      clearInterval(timer);
      terminal.off("resize", draw);
      log.clear();
      log.done();
    },
  };
};
