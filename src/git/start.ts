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

/** Starts git in this thread, which stands still until the system has started it. */
export const startHere = ({ args, cwd, env, input }: GitStart, signal?: AbortSignal): Promise<GitEnd> =>
  new Promise((resolve) => {
    const options = { cwd, env, maxBuffer: mostAnswered, signal };
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
