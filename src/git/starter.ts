import { type GitStart, startHere } from "./start.ts";

// The program of the process that `elsewhere.ts` starts. It ends with its channel: an interrupted run still needs git.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("message", async ({ id, ...start }: GitStart & { id: number }) => {
  const end = await startHere(start);
  if (process.connected) process.send?.({ id, ...end });
});
