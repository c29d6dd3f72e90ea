import type { WriteStream } from "node:tty";
import { createLogUpdate } from "log-update";
import { colorsFor } from "../text/colors.ts";
import { wrapped } from "../text/wrapped.ts";
import type { RunActions } from "./actions.ts";
import type { Keyboard, OpenKeyboard } from "./keyboard.ts";
import { intentOf, type KeyIntent } from "./keys.ts";
import { lastingLine, paintLine, type ViewLine } from "./lines.ts";
import { pagerWindow } from "./pager-window.ts";
import { render } from "./render.ts";
import { newState, type RunState, reduce } from "./state.ts";
import { stoppingText, type View } from "./view.ts";

/** Milliseconds between two drawings. */
const pace = 125;

/** Draws a run on a terminal: what lasts scrolls by above, what goes on stands below; keys show more of it. */
export const liveView = (terminal: WriteStream, keys: OpenKeyboard): View => {
  const colors = colorsFor(terminal);
  const log = createLogUpdate(terminal);
  const frame = framesFor(log);
  let state = newState(performance.now());
  let open = true;
  let keyboard: Keyboard | null = null;
  /** What lasts and was not shown yet, since a window stood before it. */
  let unseen: ViewLine[] = [];
  const draw = (): void => {
    const { columns = 80, rows = 24 } = terminal;
    if (window.isOpen()) window.draw();
    else if (open && state.bodies.length > 0)
      frame(render(state, { columns, rows }, { now: performance.now(), colors }));
  };
  const keep = (line: ViewLine): void => {
    if (window.isOpen()) {
      unseen.push(line);
      return;
    }
    log.persist(` ${paintLine(line, (terminal.columns ?? 80) - 2, colors)}`);
    draw();
  };
  const window = pagerWindow(terminal, {
    colors,
    closed: () => {
      const lines = unseen;
      unseen = [];
      lines.forEach(keep);
      draw();
    },
  });
  const timer = setInterval(draw, pace);
  terminal.on("resize", draw);
  return {
    show: (event) => {
      state = reduce(state, event, performance.now());
      const line = lastingLine(event);
      if (line) keep(line);
    },
    stopping: () => {
      window.close();
      state = { ...state, stopping: true };
      keep({ mark: "!", text: stoppingText, detail: "" });
    },
    hear: (actions) => {
      const change = (to: (state: RunState) => RunState): void => {
        state = to(state);
        draw();
      };
      const tell = (text: string): void => {
        const [line = "", ...rest] = wrapped(text, (terminal.columns ?? 80) - 6);
        keep({ mark: "·", text: line, detail: "" });
        for (const more of rest) keep({ mark: " ", text: more.trim(), detail: "" });
      };
      const obey = obeyWith(actions, { window, change, tell });
      const press = (key: string): void => {
        if (window.isOpen()) window.press(key);
        else obey(intentOf(key, state));
      };
      // Whatever the shell printed meanwhile stays where it is.
      const again = (): void => {
        log.done();
        draw();
      };
      keyboard = keys({ press, interrupt: actions.stop, again });
      if (keyboard) change((before) => ({ ...before, keys: { body: null, isHelpShown: false } }));
    },
    [Symbol.dispose]: () => {
      if (!open) return;
      window.close();
      keyboard?.[Symbol.dispose]();
      open = false;
      clearInterval(timer);
      terminal.off("resize", draw);
      log.clear();
      log.done();
    },
  };
};

/** Draws a frame; one of another height whole, since log-update loses lines of what only moved. */
const framesFor = (log: (text: string) => void) => {
  let height = 0;
  let first = "";
  return (text: string): void => {
    const lines = text.split("\n").length;
    // It draws everything anew where the first line is another: a blank that nobody sees.
    if (lines !== height) first = first === "" ? " " : "";
    height = lines;
    log(`${first}${text}`);
  };
};

/** What a key may change of the view. */
interface Obeying {
  readonly window: ReturnType<typeof pagerWindow>;
  readonly change: (to: (state: RunState) => RunState) => void;
  readonly tell: (text: string) => void;
}

const obeyWith = (actions: RunActions, { window, change, tell }: Obeying) => {
  const say = async (command: string, todo: string | null): Promise<boolean> => {
    const said = await actions.say(command, todo).catch((error: unknown) => ({
      isObeyed: false,
      text: error instanceof Error ? error.message : String(error),
    }));
    tell(said.text);
    return said.isObeyed;
  };
  const pause = async (paused: boolean): Promise<void> => {
    if (await say(paused ? "pause" : "resume", null)) change((state) => ({ ...state, paused }));
  };
  return (intent: KeyIntent | null): void => {
    if (intent === null) return;
    const { kind } = intent;
    switch (kind) {
      case "say":
        tell(intent.text);
        break;
      case "draw":
        change(() => intent.state);
        break;
      case "log":
        window.open(`The log of ${intent.todo}`, {
          follows: true,
          read: (told, signal) => actions.log(intent.todo, told, signal),
        });
        break;
      case "diff":
        window.open(`What ${intent.todo} changes`, {
          follows: false,
          read: async (told) => told(await actions.diff(intent.todo)),
        });
        break;
      case "open":
        tell(actions.open(intent.todo));
        break;
      case "retry":
        void say("retry", intent.todo);
        break;
      case "pause":
      case "resume":
        void pause(kind === "pause");
        break;
      case "stop":
        actions.stop();
        break;
      default:
        kind satisfies never;
    }
  };
};
