import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { MilepostError } from "../../core/error.ts";
import { gitEnvironment } from "./environment.ts";

/** A git that takes one request after another on its input. */
export type OpenGit = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Starts a git of one repository that stays open until its input is closed, which the system does for a process that
 * is killed. It leads a group of its own: the terminal's Ctrl-C asks Milepost to stop, who needs git until it has.
 *
 * @throws MilepostError when there are no file descriptors left for it.
 */
export const openGit = (dir: string, args: readonly string[]): OpenGit => {
  const child: Partial<OpenGit> & Pick<OpenGit, "on"> = spawn("git", args, {
    env: { ...gitEnvironment(), GIT_DIR: dir },
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
