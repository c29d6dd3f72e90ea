import { execFile } from "node:child_process";
import type { Writable } from "node:stream";

/** One start of git. */
export interface GitStart {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
}

/** How it ended. */
export interface GitEnd {
  readonly stdout: string;
  readonly stderr: string;
  /** The exit code, or the name of what kept it from having one; `null` when it was killed. */
  readonly code: number | string | null;
  readonly signal: string | null;
  /** What Node says of that. */
  readonly reason: string;
}

/** The most that a command may answer, in bytes. */
const mostAnswered = 256 * 1024 * 1024;

/**
 * How long a command may take, in milliseconds, when it speaks to no forge: what an agent left may hold git up for ever,
 * and every run must end.
 */
const longest = 20 * 60 * 1000;

const remote = new Set(["fetch", "push", "clone", "ls-remote"]);

/** When a command is ended, in milliseconds from its start; 0 is never, since a slow line is no trap. */
export const timeFor = ([name = ""]: readonly string[]): number => (remote.has(name) ? 0 : longest);

/** Starts git in this thread, which stands still until the system has started it. */
export const startHere = ({ args, cwd, env, input }: GitStart, signal?: AbortSignal): Promise<GitEnd> =>
  new Promise((resolve) => {
    const options = {
      ...{ cwd, env, maxBuffer: mostAnswered, signal, timeout: timeFor(args) },
      killSignal: "SIGKILL",
    } as const;
    const child = execFile("git", args, options, (error, stdout, stderr) => {
      const { code = null, signal = null, message: reason = "" } = error ?? { code: 0 };
      resolve({ stdout, stderr, code, signal: signal ?? null, reason });
    });
    if (child.stdin) feed(child.stdin, input);
  });

/** A command that stops reading early says why itself. */
export const feed = (stdin: Writable, input: string): void => {
  stdin.on("error", () => undefined).end(input);
};
