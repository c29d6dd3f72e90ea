import type { Git } from "../git.ts";
import { mergeTrees } from "./merge.ts";

/**
 * The paths that conflict when `head` is merged into `base`; empty when none do. No ref, index or file changes.
 *
 * @throws {MilepostError} when the two share no history, or git is older than 2.38.
 */
export const conflictsWith = async (git: Git, base: string, head: string): Promise<readonly string[]> => {
  const merged = await mergeTrees(git, { head: base, base: head, mergeBase: null });
  return merged.kind === "conflict" ? merged.paths : [];
};
