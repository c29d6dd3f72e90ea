import { fork } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { MilepostError } from "../core/error.ts";
import { machineEnvironment } from "./environment.ts";
import { startBy } from "./git.ts";
import { startHere } from "./here.ts";
import type { Following, GitExit, Start } from "./start.ts";

/** What the process is asked for. */
export type Asked =
  | {
      readonly type: "start";
      readonly id: number;
      readonly start: Start;
      /** Whether its output is wanted as it comes, and whether it may be told to stop. */
      readonly streams: boolean;
      readonly stops: boolean;
    }
  | { readonly type: "stop"; readonly id: number }
  /** Ends it when nothing that it started runs any more. */
  | { readonly type: "close" };

/** What it tells of a start. */
export type WorkerAnswer =
  | { readonly type: "output"; readonly id: number; readonly chunk: Uint8Array }
  | { readonly type: "end"; readonly id: number; readonly end: GitExit };

export interface GitWorker extends AsyncDisposable {
  /** Lets this process end while that one runs, even with a git that is waited for. */
  readonly unref: () => void;
}

/** The process's program, as it is compiled. */
const workerFile = join(dirname(fileURLToPath(import.meta.url)), "worker.js");

/**
 * Starts git from a small process of its own until it is disposed.
 *
 * To start a program, a process is copied, and stands still until the copy runs: with the memory of a run that takes
 * longer than most of what git does, and all lanes would wait for it.
 */
export const startGitWorker = (file = workerFile): GitWorker => {
  // The terminal's Ctrl-C asks Milepost to stop, which needs git until it has.
  const child = fork(file, {
    ...{ execArgv: [], serialization: "advanced", detached: true },
    env: machineEnvironment(),
  });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  child.on("message", (told: WorkerAnswer) => {
    const one = waiting.get(told.id);
    if (told.type === "output") return one?.take(told.chunk);
    waiting.delete(told.id);
    one?.resolve(told.end);
  });
  const started = startBy((start, { signal, onOutput }) => {
    last += 1;
    const id = last;
    const ended = new Promise<GitExit>((resolve, reject) =>
      waiting.set(id, waitingFor({ resolve, reject }, onOutput)),
    );
    const [streams, stops] = [onOutput !== undefined, signal !== undefined];
    const asked = { type: "start", id, start, streams, stops } satisfies Asked;
    child.send(asked, (lost) => {
      const one = waiting.get(id);
      if (!lost || !one) return;
      // It died before it was asked, so nothing has been started.
      waiting.delete(id);
      startHere(start, { signal, onOutput }).then(one.resolve, one.reject);
    });
    const stop = () => child.connected && child.send({ type: "stop", id } satisfies Asked, ignore);
    whenAborted(signal, stop);
    ended.catch(stop);
    return ended;
  });
  const gone = new Promise<void>((resolve) => {
    const end = (how: string, cause?: unknown) => {
      started[Symbol.dispose]();
      const error = new MilepostError(`the process that starts git ${how}`, {
        hint: "run again: what was done so far is kept",
        cause,
      });
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
      resolve();
    };
    child.once("exit", (code, signal) => end(`was ended by ${signal ?? code}`));
    child.on("error", (cause) => {
      if (child.pid === undefined) end("could not be started", cause);
    });
  });
  return {
    unref: () => {
      child.unref();
      child.channel?.unref();
    },
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.send({ type: "close" } satisfies Asked, ignore);
      await gone;
    },
  };
};

/** What cannot be told to a process that has died is told by its end. */
const ignore = () => undefined;

interface Waiting {
  readonly take: (chunk: Uint8Array) => void;
  readonly resolve: (end: GitExit) => void;
  readonly reject: (error: unknown) => void;
}

/** Passes on output in its order; whoever takes it may fail, and the start with it. */
const waitingFor = (
  { resolve, reject }: Omit<Waiting, "take">,
  onOutput: NonNullable<Following["onOutput"]> = () => undefined,
): Waiting => {
  let taken: Promise<void> = Promise.resolve();
  return {
    take: (chunk) => {
      taken = taken.then(() => onOutput(chunk));
      taken.catch(reject);
    },
    resolve: (end) => void taken.then(() => resolve(end), reject),
    reject,
  };
};

const whenAborted = (signal: AbortSignal | undefined, stop: () => void): void => {
  if (signal?.aborted) stop();
  else signal?.addEventListener("abort", stop, { once: true });
};
