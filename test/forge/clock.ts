import type { Clock } from "../../src/forge/clock.ts";

/** A clock that stands until a test sets it. */
export interface SetClock extends Clock {
  /** Sets the time, and waits until whoever waited for it waits for the next one. */
  readonly set: (time: string) => Promise<void>;
}

export const clockAt = (time: string): SetClock => {
  let now = new Date(time);
  let waiting: { readonly time: Date; readonly resolve: () => void } | null = null;
  let waits = () => {};
  const isWaiting = () =>
    new Promise<void>((resolve) => {
      if (waiting) resolve();
      else waits = resolve;
    });
  return {
    now: () => now,
    until: (wanted, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        const end = () => {
          signal.removeEventListener("abort", end);
          if (waiting === mine) waiting = null;
          resolve();
        };
        const mine = { time: wanted, resolve: end };
        signal.addEventListener("abort", end, { once: true });
        waiting = mine;
        waits();
      }),
    set: async (next) => {
      await isWaiting();
      now = new Date(next);
      if (!waiting || waiting.time > now) return;
      const { resolve } = waiting;
      waiting = null;
      resolve();
      await isWaiting();
    },
  };
};
