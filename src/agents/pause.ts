import { setTimeout as sleep } from "node:timers/promises";

/** Waits about so long, and no longer than till the signal: lanes that wait for one server do not all come back at once. */
export const pauseUntil =
  (signal: AbortSignal) =>
  async (milliseconds: number): Promise<void> => {
    // The signal is what ends the wait: there is nothing to tell about that.
    await sleep(milliseconds * (0.8 + 0.4 * Math.random()), undefined, { signal }).catch(() => undefined);
  };
