import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { removeFolder } from "../git/worktrees/remove-folder.ts";

/** Removes what a program leaves in its worktree that is no work, so that it is not committed. */
export const clearLitter = async (worktree: string, litter: RegExp | undefined): Promise<void> => {
  if (!litter) return;
  const names = (await readdir(worktree)).filter((name) => litter.test(name));
  await Promise.all(names.map((name) => removeFolder(join(worktree, name))));
};
