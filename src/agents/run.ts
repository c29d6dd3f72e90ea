import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { logEndLine } from "../core/lane/attempt.ts";
import { withFixedSearchPaths } from "../git/search-paths.ts";
import { basicEnvironment, quietEnvironment } from "./environment.ts";
import { type Heartbeat, untilStalled } from "./heartbeat.ts";
import { untilOverLimits } from "./limits.ts";
import { lineSplitter } from "./lines.ts";
import { endRun, markerName } from "./processes.ts";
import { type Redactor, redactorOf } from "./redact.ts";
import type { RunLimits } from "./sandbox/policy.ts";
import type { Confinement } from "./sandbox/sandbox.ts";
import { Transcript } from "./transcript.ts";

/** One run of an agent or reviewer. */
export interface ProgramRun {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Variables beside the machine's basic ones; nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** What it reads from standard input, if it reads. */
  readonly input: string;
  readonly minutes: number;
  readonly stallMinutes: number;
  /** The folder whose changes count as life, beside output. */
  readonly watch: string;
  /** The file for its output. */
  readonly transcript: string;
  /** What stands above its output in that file, below that of earlier runs; without it the file is begun anew. */
  readonly heading?: string | undefined;
  /** What everything that it starts is known by: `<home>:<anything>`. */
  readonly marker: string;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
  readonly onErrorLine?: ((line: string) => void) | undefined;
  /** Is aborted, with the reason in words, when there is no use in waiting for the program. */
  readonly gaveUp?: AbortSignal | undefined;
  /** Milliseconds between asking what is left to end and forcing it. */
  readonly graceMs?: number;
  /** What holds the program in its place; without it the program may do what its user may. */
  readonly sandbox?: Confinement | null | undefined;
  readonly limits?: RunLimits | undefined;
  /** Hides secrets in what is kept of its output. */
  readonly redactor?: Redactor | undefined;
  /** Is told what the sandbox denied it, when there is any. */
  readonly onDenied?: ((denied: readonly string[]) => void) | undefined;
}

/** How a run ended. */
export type RunEnd =
  | { readonly kind: "exit"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string }
  /** It ran for as many minutes, or was silent for them. */
  | { readonly kind: "timeout" | "stall"; readonly minutes: number }
  | { readonly kind: "limit"; readonly what: string }
  | { readonly kind: "interrupted" }
  | { readonly kind: "not-started"; readonly error: string };

export type RunResult = RunEnd & {
  readonly ms: number;
  readonly tail: string;
  /** What it tried outside its place and was denied, each in words, as far as the sandbox noticed. */
  readonly denied: readonly string[];
};

/**
 * Runs a program to its end, and ends with it all that it started.
 *
 * It gets a session of its own, so that a signal to Milepost's group does not reach it, and is ended at the time
 * limit, at a stall, over a limit and at an interruption. Without a sandbox, a process that leaves the group *and*
 * clears its environment escapes.
 *
 * @throws {MilepostError} when the sandbox cannot hold it, or its output cannot be written.
 */
export const runProgram = async (run: ProgramRun): Promise<RunResult> => {
  if (run.signal?.aborted) return { kind: "interrupted", ms: 0, tail: "", denied: [] };
  const { sandbox } = run;
  if (!sandbox) return await runCommand(run, run.argv);
  const { limits, minutes } = run;
  const { argv, leave } = await sandbox.sandbox.enter(run.argv, sandbox.policy, { limits, minutes });
  // It may have waited there for its turn with a login.
  if (run.signal?.aborted) return { kind: "interrupted", ms: 0, tail: "", denied: await leave() };
  return await runCommand(run, argv, leave);
};

/** Runs a command line; `leave` is called when all of it has ended. */
const runCommand = async (
  run: ProgramRun,
  argv: readonly string[],
  leave: () => Promise<readonly string[]> = async () => [],
): Promise<RunResult> => {
  const begun = performance.now();
  using transcript = new Transcript(run.transcript, run.heading);
  const heartbeat: Heartbeat = { last: Date.now() };
  const child = start(run, argv);
  const closed = once(child, "close").catch(() => undefined);
  const flush = listen(child, run, {
    onLife: () => {
      heartbeat.last = Date.now();
    },
    onChunk: (chunk) => transcript.add(chunk),
  });
  feed(child.stdin, run.input);
  const end = await untilEnd(child, run, heartbeat);
  // A sandbox ends with its first process, however many it holds and whatever they ignore.
  if (run.sandbox) child.kill("SIGKILL");
  if (child.pid !== undefined) await endRun(child.pid, run.marker, run.graceMs ?? 5000);
  await drain(child, closed);
  flush();
  const denied = await leave();
  if (denied.length > 0) run.onDenied?.(denied);
  const ms = Math.round(performance.now() - begun);
  transcript.finish([
    ...denied.map((each) => `[denied: ${each}]`),
    ...(run.heading === undefined ? [] : [logEndLine(`${endText(end)}, ${(ms / 1000).toFixed(1)} s`)]),
  ]);
  return { ...end, ms, tail: transcript.tail, denied };
};

const endText = (end: RunEnd): string => {
  switch (end.kind) {
    case "exit":
      return `exit code ${end.code}`;
    case "signal":
      return `killed by ${end.signal}`;
    case "timeout":
      return "over its time limit";
    case "stall":
      return "stalled";
    case "limit":
      return end.what;
    case "interrupted":
      return "interrupted";
    case "not-started":
      return "not started";
    default:
      return end satisfies never;
  }
};

const start = ({ cwd, env, marker }: ProgramRun, [file = "", ...args]: readonly string[]) =>
  spawn(file, args, {
    cwd,
    env: withFixedSearchPaths({ ...basicEnvironment(), ...quietEnvironment, ...env, [markerName]: marker }),
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });

/**
 * Hears both streams; what it answers passes on what was held back of them. What a program tells stands on its
 * standard output alone: the other one is inherited by whatever it starts.
 */
const listen = (
  child: { stdout: Readable; stderr: Readable },
  { onLine = () => undefined, onErrorLine, redactor = redactorOf([]) }: ProgramRun,
  { onLife, onChunk }: { onLife: () => void; onChunk: (chunk: Buffer) => void },
): (() => void) => {
  const redacted = [child.stdout, child.stderr].map((stream) => {
    const kept = redactor.stream(onChunk);
    stream.on("data", onLife);
    stream.on("data", kept.chunk);
    return kept;
  });
  const lines = lineSplitter(onLine);
  child.stdout.on("data", lines.add).once("end", lines.end);
  if (onErrorLine) {
    const errorLines = lineSplitter(onErrorLine);
    child.stderr.on("data", errorLines.add).once("end", errorLines.end);
  }
  return () => {
    for (const { end } of redacted) end();
  };
};

/** A program need not read its input: that its end of the pipe is closed is no error. */
const feed = (stdin: Writable, input: string): void => {
  stdin.on("error", () => undefined);
  stdin.end(input);
};

const untilEnd = async (child: ChildProcess, run: ProgramRun, heartbeat: Heartbeat): Promise<RunEnd> => {
  const settled = new AbortController();
  const { signal } = settled;
  const minute = 60_000;
  try {
    return await Promise.race([
      untilExit(child),
      sleep(run.minutes * minute, { kind: "timeout", minutes: run.minutes } as const, { signal }),
      untilStalled(heartbeat, { limitMs: run.stallMinutes * minute, folder: run.watch, signal }).then(
        () => ({ kind: "stall", minutes: run.stallMinutes }) as const,
      ),
      untilInterrupted(run.signal, signal),
      untilGivenUp(run.gaveUp, signal),
      ...(run.limits && child.pid !== undefined ? [untilOver(child.pid, run, run.limits, signal)] : []),
    ]);
  } finally {
    settled.abort();
  }
};

const untilExit = (child: ChildProcess): Promise<RunEnd> =>
  new Promise((resolve) => {
    child.once("error", (error) => resolve({ kind: "not-started", error: error.message }));
    child.once("exit", (code, signal) =>
      resolve(code === null ? { kind: "signal", signal: signal ?? "unknown" } : { kind: "exit", code }),
    );
  });

const untilOver = async (
  pid: number,
  { sandbox, watch }: ProgramRun,
  limits: RunLimits,
  signal: AbortSignal,
): Promise<RunEnd> => {
  const { writable = [], home, temp } = sandbox?.policy ?? {};
  const folders = [watch, ...writable, home, temp].filter((folder) => folder !== undefined);
  return {
    kind: "limit",
    what: await untilOverLimits(pid, { limits, folders: [...new Set(folders)], signal }),
  };
};

const untilInterrupted = (interrupt: AbortSignal | undefined, signal: AbortSignal): Promise<RunEnd> =>
  new Promise((resolve) => {
    interrupt?.addEventListener("abort", () => resolve({ kind: "interrupted" }), { once: true, signal });
  });

const untilGivenUp = (gaveUp: AbortSignal | undefined, signal: AbortSignal): Promise<RunEnd> =>
  new Promise((resolve) => {
    gaveUp?.addEventListener("abort", () => resolve({ kind: "limit", what: String(gaveUp.reason) }), {
      once: true,
      signal,
    });
  });

/** Reads what is left in the pipes, but does not wait for a stranger that still holds one open. */
const drain = async (child: ChildProcess, closed: Promise<unknown>): Promise<void> => {
  const patience = new AbortController();
  await Promise.race([closed, sleep(1000, undefined, { signal: patience.signal })]);
  patience.abort();
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.stdin?.destroy();
};
