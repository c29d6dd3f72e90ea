import { MilepostError } from "../../core/error.ts";
import type { GitRepository } from "./repository.ts";

/** The tree of two commits merged; `null` where they conflict or share no history. */
export const mergeTrees = async (
  git: GitRepository,
  ours: string,
  theirs: string,
): Promise<string | null> => {
  const { exitCode, stdout, stderr } = await git.attempt([
    "merge-tree",
    "--write-tree",
    "--no-messages",
    ours,
    theirs,
  ]);
  if (exitCode === 0) return stdout.trim();
  if (exitCode === 1 || stderr.includes("unrelated histories")) return null;
  throw new MilepostError(`git could not try a merge in ${git.dir}: ${stderr.trim()}`);
};
