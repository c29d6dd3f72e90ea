import { execFile, spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type GitConfig, gitEnvironment } from "./environment.ts";

/** One start of git, or of a program that walks folders which git made. */
export interface Start {
  readonly program: "git" | "find" | "rm" | "chmod";
  readonly args: readonly string[];
  readonly cwd: string;
  /** Settings beyond ours. */
  readonly config: GitConfig;
  /** Whose global settings apply. */
  readonly who: "ours" | "user";
  /** Variables beside those that make git's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly input: Input;
}

/** What a program reads: a text, or a file from one of its bytes on. */
export type Input = string | { readonly file: string; readonly from: number };

/** Who follows a program while it runs. */
export interface Following {
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
  /** Takes the output as it comes, the next when it has done with the last; the end's `stdout` is then empty. */
  readonly onOutput?: ((chunk: Uint8Array) => void | Promise<void>) | undefined;
}

/** How it ended. */
export interface End {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, or the name of what kept it from having one; `null` when it was killed. */
  readonly code: number | string | null;
  readonly signal: string | null;
  /** What Node says of that. */
  readonly reason: string;
}

/** Starts a program in this thread, which stands still until the system has started it. */
export const startHere = (start: Start, { signal, onOutput }: Following = {}): Promise<End> =>
  onOutput ? stream(start, { signal, onOutput }) : collect(start, { signal });

/** The most that a command may answer, in bytes. */
const mostAnswered = 256 * 1024 * 1024;

const collect = (start: Start, { signal }: Following): Promise<End> =>
  new Promise((resolve) => {
    const options = { ...optionsOf(start), signal, maxBuffer: mostAnswered };
    const child = execFile(start.program, start.args, options, (error, stdout, stderr) => {
      const { code = null, signal = null, message: reason = "" } = error ?? { code: 0 };
      resolve({ stdout, stderr, code, signal: signal ?? null, reason });
    });
    if (child.stdin) feed(child.stdin, start.input);
  });

const stream = (start: Start, { signal, onOutput = () => undefined }: Following): Promise<End> =>
  new Promise((resolve, reject) => {
    const child = spawn(start.program, start.args, { ...optionsOf(start), signal });
    const end = { stdout: "", stderr: "", signal: null, reason: "" };
    const passed = passOn(child.stdout, onOutput);
    // Whoever takes the output may fail, which is told when the program has ended.
    passed.catch(() => undefined);
    child.stderr.on("data", (chunk: Buffer) => {
      end.stderr = `${end.stderr}${chunk.toString()}`.slice(-10_000);
    });
    child.on("error", (error: NodeJS.ErrnoException) =>
      resolve({ ...end, code: error.code ?? null, reason: error.message }),
    );
    child.on("close", (code, signal) => passed.then(() => resolve({ ...end, code, signal }), reject));
    feed(child.stdin, start.input);
  });

const passOn = async (
  output: AsyncIterable<Uint8Array>,
  onOutput: NonNullable<Following["onOutput"]>,
): Promise<void> => {
  for await (const chunk of output) await onOutput(chunk);
};

const optionsOf = ({ program, args, cwd, config, who, env }: Start) =>
  ({
    cwd,
    env: { ...gitEnvironment(config, who), ...env },
    timeout: program === "git" ? timeFor(args) : longest,
    killSignal: "SIGKILL",
  }) as const;

/**
 * How long a command may take, in milliseconds, when it speaks to no forge: what an agent left may hold it up for ever,
 * and every run must end.
 */
const longest = 20 * 60 * 1000;

const remote = new Set(["fetch", "push", "clone", "ls-remote"]);

/** When a git command is ended, in milliseconds from its start; 0 is never, since a slow line is no trap. */
const timeFor = ([name = ""]: readonly string[]): number => (remote.has(name) ? 0 : longest);

/** A command that stops reading early says why itself. */
const feed = (stdin: Writable, input: Input): void => {
  stdin.on("error", () => undefined);
  if (typeof input === "string") stdin.end(input);
  else pipeline(createReadStream(input.file, { start: input.from }), stdin).catch(() => undefined);
};
