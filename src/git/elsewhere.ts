import { fork } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MilepostError } from "../core/error.ts";
import { startBy } from "./git.ts";
import type { End, Following, Start } from "./start.ts";

/** What the process is asked for. */
export type Asked =
  | { readonly type: "start"; readonly id: number; readonly start: Start; readonly streams: boolean }
  | { readonly type: "stop"; readonly id: number }
  /** Ends it when nothing that it started runs any more. */
  | { readonly type: "close" };

/** What it tells of a start. */
export type Told =
  | { readonly type: "output"; readonly id: number; readonly chunk: Uint8Array }
  | { readonly type: "end"; readonly id: number; readonly end: End };

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
  const waiting = new Map<number, Waiting>();
  let last = 0;
  child.on("message", (told: Told) => {
    const one = waiting.get(told.id);
    if (told.type === "output") return one?.take(told.chunk);
    waiting.delete(told.id);
    one?.resolve(told.end);
  });
  const started = startBy((start, { signal, onOutput }) => {
    last += 1;
    const id = last;
    const ended = new Promise<End>((resolve, reject) =>
      waiting.set(id, waitingFor({ resolve, reject }, onOutput)),
    );
    child.send({ type: "start", id, start, streams: onOutput !== undefined } satisfies Asked);
    const stop = () => child.connected && child.send({ type: "stop", id } satisfies Asked);
    whenAborted(signal, stop);
    ended.catch(stop);
    return ended;
  });
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
      if (child.connected) child.send({ type: "close" } satisfies Asked);
      await gone;
    },
  };
}

interface Waiting {
  readonly take: (chunk: Uint8Array) => void;
  readonly resolve: (end: End) => void;
  readonly reject: (error: unknown) => void;
}

/** Passes on output in its order; whoever takes it may fail, and the start with it. */
function waitingFor(
  { resolve, reject }: Omit<Waiting, "take">,
  onOutput: NonNullable<Following["onOutput"]> = () => undefined,
): Waiting {
  let taken: Promise<void> = Promise.resolve();
  return {
    take: (chunk) => {
      taken = taken.then(() => onOutput(chunk));
      taken.catch(reject);
    },
    resolve: (end) => void taken.then(() => resolve(end), reject),
    reject,
  };
}

function whenAborted(signal: AbortSignal | undefined, stop: () => void): void {
  if (signal?.aborted) stop();
  else signal?.addEventListener("abort", stop, { once: true });
}
