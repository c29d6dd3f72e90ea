/** The time as GitHub writes it: UTC, to the second. */
export const timestamp = (date: Date = new Date()): string => `${date.toISOString().slice(0, 19)}Z`;

/** What schedules go by. */
export interface Clock {
  readonly now: () => Date;
  /** Waits for a time, or until `signal` is aborted. */
  readonly until: (time: Date, signal: AbortSignal) => Promise<void>;
}

/** This machine's clock; waiting for it keeps no process alive. */
export const machineClock: Clock = {
  now: () => new Date(),
  until: (time, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, time.getTime() - Date.now()).unref();
      const end = () => {
        clearTimeout(timer);
        resolve();
      };
      if (signal.aborted) end();
      signal.addEventListener("abort", end, { once: true });
    }),
};
