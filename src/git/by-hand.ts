import { type ChildProcess, type ChildProcessByStdio, spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MilepostError } from "../core/error.ts";
import { type GitConfig, gitEnvironment } from "./environment.ts";
import {
  type Following,
  type GitExit,
  type Input,
  maxKept,
  notStarted,
  type Start,
  timeFor,
  tooMuch,
} from "./start.ts";

// What simple-git cannot do, which is all that is started in this file:
// - a git that stays open and is talked to (`cat-file --batch`, `update-ref --stdin`, `http-backend`): it has no handle;
// - output that is passed on as it comes, and input from a file: it keeps all, as text, and bundles and packs are bytes;
// - an end by SIGKILL: its abort sends one SIGINT, and its time limit counts silence;
// - an input that is there and empty: it would leave the pipe open, and git would wait for more;
// - fetch, push, clone, ls-remote: they move packs, and their environment has the token, which its debug log prints;
// - any program but git.

/** Starts a program in this thread, which stands still until the system has started it. */
export const startByHand = (start: Start, { signal, onOutput }: Following = {}): Promise<GitExit> =>
  new Promise((resolve, reject) => {
    const child = orReason(() => startProgram(start, signal));
    if (typeof child === "string") {
      resolve({ ...nothing, code: notStarted, reason: child });
      return;
    }
    if (child.stdout === undefined) {
      // Node makes no pipes when the descriptors are used up, whatever its types say.
      child.once("error", ({ message: reason }) => resolve({ ...nothing, code: "EMFILE", reason }));
      return;
    }
    const timer = setTimeout(() => child.kill("SIGKILL"), timeFor(start));
    timer.unref();
    const whole = { stdout: new Kept(child), stderr: new Kept(child) };
    child.stderr.on("data", whole.stderr.add);
    const passed = onOutput && passOn(child.stdout, onOutput);
    if (!passed) child.stdout.on("data", whole.stdout.add);
    // Whoever takes the output may fail, which is told when the program has ended.
    passed?.catch(() => undefined);
    const endWith = (how: Pick<GitExit, "code" | "signal" | "reason">): GitExit => ({
      ...how,
      stdout: whole.stdout.text(),
      stderr: whole.stderr.text(),
    });
    child.on("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(endWith({ code: error.code ?? null, signal: null, reason: error.message }));
    });
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const isTooMuch = whole.stdout.isTooMuch || whole.stderr.isTooMuch;
      const end = endWith({ code: isTooMuch ? tooMuch : code, signal, reason: "" });
      Promise.resolve(passed).then(() => resolve(end), reject);
    });
  });

const nothing = { stdout: "", stderr: "", signal: null } as const;

/** Node throws where it will not even ask the system, and where that finds the arguments too long. */
const orReason = <Value>(start: () => Value): Value | string => {
  try {
    return start();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** An empty input is none at all, which costs no pipe. */
const startProgram = (start: Start, signal: AbortSignal | undefined) => {
  const { program, args, input } = start;
  const options = { ...optionsOf(start), signal };
  if (input === null || input === "")
    return spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const child = spawn(program, args, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  if (child.stdin !== undefined) feed(child.stdin, input);
  return child;
};

/** A stream of a program that is kept as a whole, as far as it may go. */
class Kept {
  readonly #child: ChildProcess;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
  }

  get isTooMuch(): boolean {
    return this.#size > maxKept;
  }

  readonly add = (chunk: Buffer): void => {
    this.#size += chunk.length;
    if (this.isTooMuch) this.#child.kill("SIGKILL");
    else this.#chunks.push(chunk);
  };

  text(): string {
    return Buffer.concat(this.#chunks).toString();
  }
}

const passOn = async (
  output: AsyncIterable<Uint8Array>,
  onOutput: NonNullable<Following["onOutput"]>,
): Promise<void> => {
  for await (const chunk of output) await onOutput(chunk);
};

const optionsOf = ({ cwd, config, who, env }: Start) =>
  ({ cwd, env: { ...gitEnvironment(config, who), ...env }, killSignal: "SIGKILL" }) as const;

/** A command that stops reading early says why itself. */
const feed = (stdin: Writable, input: Input): void => {
  stdin.on("error", () => undefined);
  if (typeof input === "string" || input instanceof Uint8Array) stdin.end(input);
  else pipeline(createReadStream(input.file, { start: input.from }), stdin).catch(() => undefined);
};

/** A git that its user talks to through pipes; nobody reads its standard error. */
export type OpenGit = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Starts a git without a time limit. It leads a group of its own: the terminal's Ctrl-C asks Milepost to stop, who needs
 * git until it has.
 *
 * @throws MilepostError when there are no file descriptors left for it.
 */
export const openGit = (
  args: readonly string[],
  { env, config = {} }: { env: Readonly<Record<string, string>>; config?: GitConfig },
): OpenGit => {
  const child: Partial<OpenGit> & Pick<OpenGit, "on"> = spawn("git", args, {
    env: { ...gitEnvironment(config, "ours"), ...env },
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
  });
  // However it ends, "close" tells of it.
  child.on("error", () => undefined);
  child.stdin?.on("error", () => undefined);
  if (isPiped(child)) return child;
  throw new MilepostError("git cannot be started: this process has too many files open", {
    hint: "raise its limit (ulimit -n), and see who holds so many connections to the forge",
  });
};

/** Node makes no pipes when the descriptors are used up, whatever its types say. */
const isPiped = (child: Partial<OpenGit>): child is OpenGit =>
  child.stdin !== undefined && child.stdout !== undefined;
