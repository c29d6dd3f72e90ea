import { MilepostError } from "../../core/error.ts";
import type { Git } from "../git.ts";

/**
 * The paths that conflict when `head` is merged into `base`; empty when none do. No ref, index or file changes.
 *
 * @throws {MilepostError} when the two share no history, or git is older than 2.38.
 */
export const conflictsWith = async (git: Git, base: string, head: string): Promise<string[]> => {
  const { stdout, stderr, exitCode } = await git(
    ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", base, head],
    { ok: [1, 128, 129] },
  );
  if (exitCode === 129)
    throw new MilepostError("this git cannot try a merge", { hint: "install git 2.38 or newer" });
  if (exitCode === 128) {
    throw new MilepostError(`could not try to merge ${head} into ${base}: ${stderr.trim()}`, {
      hint: "start the branch from its base",
    });
  }
  const [, ...paths] = stdout.split("\0");
  return exitCode === 0 ? [] : paths.filter((path) => path !== "");
};
