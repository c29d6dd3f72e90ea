import { execFile } from "node:child_process";
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
 * Runs one git command with this environment and no more.
 * @throws MilepostError when git cannot be started, is killed, or answers with more than 100 MiB.
 */
export const runGit = (args: readonly string[], { input = "", env }: GitOptions): Promise<GitResult> =>
  new Promise((resolve, reject) => {
    const child = execFile("git", args, { env, maxBuffer: mostAnswered }, (cause, stdout, stderr) => {
      const code = cause === null ? 0 : cause.code;
      if (typeof code === "number") resolve({ code, stdout, stderr });
      else reject(new MilepostError(`git ${args[0] ?? ""} could not run`, { cause }));
    });
    // A command that stops reading early says why itself.
    child.stdin?.on("error", () => undefined).end(input);
  });
