import type { Asked, Told } from "./elsewhere.ts";
import { type Start, startHere } from "./start.ts";

// The program of the process that `elsewhere.ts` starts. It ends with its channel: an interrupted run still needs git.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
const stopping = new Map<number, AbortController>();
process.on("message", (asked: Asked) => {
  if (asked.type === "start") void run(asked);
  else stopping.get(asked.id)?.abort();
});

async function run({ id, start, streams }: { id: number; start: Start; streams: boolean }): Promise<void> {
  const stop = new AbortController();
  stopping.set(id, stop);
  const onOutput = streams ? (chunk: Uint8Array) => tell({ type: "output", id, chunk }) : undefined;
  const end = await startHere(start, { signal: stop.signal, onOutput });
  stopping.delete(id);
  await tell({ type: "end", id, end });
}

/** Waits until it is sent, so that no more is read of what comes faster than it goes. */
function tell(told: Told): Promise<void> {
  return new Promise((resolve) => {
    if (process.send && process.connected) process.send(told, undefined, undefined, () => resolve());
    else resolve();
  });
}
