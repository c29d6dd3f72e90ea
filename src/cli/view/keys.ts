import { moved, selectedBody, todoOf } from "./selection.ts";
import type { RunState } from "./state.ts";

/** What a key asks for. */
export type KeyIntent =
  /** Says something that nobody needs to be asked for. */
  | { readonly kind: "say"; readonly text: string }
  /** Draws something else. */
  | { readonly kind: "draw"; readonly state: RunState }
  | { readonly kind: "log" | "diff" | "open" | "retry"; readonly todo: string }
  | { readonly kind: "pause" | "resume" | "stop" };

/** What a key asks for where a run stands so; `null` when nothing. */
export const intentOf = (key: string, state: RunState): KeyIntent | null => {
  const byKey = ofTodo[key];
  const body = selectedBody(state);
  const todo = body && todoOf(body);
  if (byKey !== undefined && todo === null) return null;
  if (byKey === "retry" && body?.lane)
    return { kind: "say", text: `${todo} is at work: r is for what waits for a person` };
  if (byKey !== undefined && todo !== null) return { kind: byKey, todo };
  switch (key) {
    case "up":
    case "k":
      return { kind: "draw", state: moved(state, -1) };
    case "down":
    case "j":
      return { kind: "draw", state: moved(state, 1) };
    case "?":
      return { kind: "draw", state: withHelp(state) };
    case "p":
      return { kind: state.paused ? "resume" : "pause" };
    case "q":
      return state.stopping ? null : { kind: "stop" };
    default:
      return null;
  }
};

const ofTodo: Readonly<Record<string, "log" | "diff" | "open" | "retry">> = {
  enter: "log",
  d: "diff",
  o: "open",
  r: "retry",
};

const withHelp = (state: RunState): RunState => ({
  ...state,
  keys: state.keys && { ...state.keys, isHelpShown: !state.keys.isHelpShown },
});
