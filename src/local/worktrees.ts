import { rmdir } from "node:fs/promises";
import type { Hub } from "../git/repositories/hub.ts";
import { removeWorktree } from "../git/worktrees/worktree.ts";
import { worktreeFolders } from "../git/worktrees/worktree-list.ts";

/** Removes all worktrees of a closed plan, whose work is published, and their folder when nothing else is in it. */
export const clearWorktrees = async (hub: Hub, folder: string): Promise<void> => {
  for (const path of await worktreeFolders(hub)) await removeWorktree({ hub, path });
  await rmdir(folder).catch(() => undefined);
};
