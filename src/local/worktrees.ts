import { rmdir } from "node:fs/promises";
import type { Hub } from "../git/hub.ts";
import { gitDirOf, removeWorktree } from "../git/worktree.ts";
import { listWorktrees } from "../git/worktree-list.ts";

/** Removes all worktrees of a closed plan, whose work is published, and their folder when nothing else is in it. */
export const clearWorktrees = async (hub: Hub, folder: string): Promise<void> => {
  for (const { path, branch, head } of await listWorktrees(hub)) {
    const gitDir = gitDirOf(hub, path);
    await removeWorktree({ hub, path, gitDir, branch, start: head ?? "", fresh: false, earlier: null });
  }
  await rmdir(folder).catch(() => undefined);
};
