import { startHere } from "./here.ts";
import type { Asked, WorkerAnswer } from "./worker-client.ts";

// The program of the process that `worker-client.ts` starts. It ends with its channel: an interrupted run still needs git.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
const running = new Map<number, AbortController>();
let isClosing = false;
process.on("message", (asked: Asked) => {
  switch (asked.type) {
    case "start":
      void run(asked);
      return;
    case "stop":
      running.get(asked.id)?.abort();
      return;
    case "close":
      isClosing = true;
      closeWhenIdle();
      return;
    default:
      asked satisfies never;
  }
});

const run = async ({ id, start, streams, stops }: Extract<Asked, { type: "start" }>): Promise<void> => {
  const stop = new AbortController();
  running.set(id, stop);
  const onOutput = streams ? (chunk: Uint8Array) => tell({ type: "output", id, chunk }) : undefined;
  // What nobody may stop is bounded text, where its output is; who takes output as it comes may fail.
  const signal = stops || streams ? stop.signal : undefined;
  const end = await startHere(start, { signal, onOutput });
  await tell({ type: "end", id, end });
  running.delete(id);
  closeWhenIdle();
};

/**
 * The channel is closed from here: Node never closes it from the other side while a message is half read there. Not at
 * once: what came before this file was loaded is handed over in a loop that needs the channel to its end.
 */
const closeWhenIdle = (): void => {
  if (isClosing && running.size === 0) setImmediate(() => process.connected && process.disconnect());
};

/** Nobody listens any more: a program that still runs must not wait for what can no longer be sent. */
const unheard = new Promise<void>((resolve) => process.once("disconnect", () => resolve()));

/** Waits until it is sent, so that no more is read of what comes faster than it goes. */
const tell = (told: WorkerAnswer): Promise<void> => {
  if (!process.connected) return unheard;
  const sent = new Promise<void>((resolve) => process.send?.(told, undefined, undefined, () => resolve()));
  return Promise.race([sent, unheard]);
};
