import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { MilepostError } from "../../core/error.ts";

export interface GitOptions {
  readonly input?: string | Uint8Array;
  readonly env: Readonly<Record<string, string>>;
}

/** What a git process left; a code other than 0 is the caller's to judge. */
export interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The most that a command may answer, in bytes. */
const mostAnswered = 100 * 1024 * 1024;

/**
 * Runs one git command with this environment and no more, where the terminal's signals do not reach it.
 * @throws MilepostError when git cannot be started, is killed, or answers with more than 100 MiB.
 */
export const runGit = (args: readonly string[], { input = "", env }: GitOptions): Promise<GitResult> =>
  new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(new MilepostError(`git ${args[0] ?? ""} could not run`, { cause }));
    const child: Partial<ChildProcess> & Pick<ChildProcess, "on"> = spawn("git", args, {
      env,
      detached: true,
    });
    child.on("error", fail);
    const [stdout, stderr] = [child.stdout, child.stderr].map((stream) =>
      keep(stream, () => child.kill?.("SIGKILL")),
    );
    child.on("close", (code, signal) => {
      if (code !== null && code >= 0) resolve({ code, stdout: stdout?.() ?? "", stderr: stderr?.() ?? "" });
      else fail(new Error(`it was ended by ${signal ?? code}`));
    });
    // A command that stops reading early says why itself.
    child.stdin?.on("error", () => undefined).end(input);
  });

/** Keeps what a stream brings, as far as a command may answer; returns what gives it as a text. */
const keep = (stream: Readable | null | undefined, onTooMuch: () => void): (() => string) => {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostAnswered) onTooMuch();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString();
};
