import { fork } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MilepostError } from "../core/error.ts";
import { startBy } from "./git.ts";
import type { GitEnd } from "./start.ts";

/** The process's program, as it is compiled. */
const starterFile = join(dirname(fileURLToPath(import.meta.url)), "starter.js");

/**
 * Starts git from a small process of its own until it is disposed.
 *
 * To start a program, a process is copied, and stands still until the copy runs: with the memory of a run that takes
 * longer than most of what git does, and all lanes would wait for it.
 */
export function startElsewhere(file = starterFile): AsyncDisposable {
  const child = fork(file, { execArgv: [], serialization: "advanced" });
  const waiting = new Map<number, { resolve: (end: GitEnd) => void; reject: (error: unknown) => void }>();
  let last = 0;
  child.on("message", ({ id, ...end }: GitEnd & { id: number }) => {
    waiting.get(id)?.resolve(end);
    waiting.delete(id);
  });
  const started = startBy(
    (start) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        child.send({ id: last, ...start });
      }),
  );
  const gone = new Promise<void>((resolve) => {
    child.once("exit", (code, signal) => {
      started[Symbol.dispose]();
      const error = new MilepostError(`the process that starts git ended with ${signal ?? code}`);
      for (const { reject } of waiting.values()) reject(error);
      resolve();
    });
  });
  return {
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
