import type { BodyState, RunState } from "./state.ts";

/** The body that keys are about. */
export const selectedBody = ({ bodies, keys }: Pick<RunState, "bodies" | "keys">): BodyState | null =>
  bodies.find(({ id }) => id === keys?.body) ?? bodies.find(({ lane }) => lane !== null) ?? bodies[0] ?? null;

/** The same with the body so many further down selected. */
export const moved = (state: RunState, by: number): RunState => {
  const { bodies, keys } = state;
  const at = bodies.findIndex(({ id }) => id === selectedBody(state)?.id);
  const next = bodies[Math.min(bodies.length - 1, Math.max(0, at + by))];
  return { ...state, keys: keys && { ...keys, body: next?.id ?? null } };
};

/** The todo that a body's line speaks of: what is at work, came to an end last, or comes next. */
export const todoOf = ({ lane, last, planned, done }: BodyState): string | null =>
  lane?.todo ?? last?.todo ?? planned.find((todo) => !done.has(todo)) ?? planned.at(-1) ?? null;
