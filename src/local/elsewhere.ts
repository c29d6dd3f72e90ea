import { existsSync } from "node:fs";
import { git, gitAt } from "../git/git.ts";
import { peekHub } from "../git/repositories/hub.ts";
import { type ListedWorktree, listWorktrees } from "../git/worktrees/worktree-list.ts";
import type { Home } from "./home.ts";

/** The worktrees of a home; what is detached and elsewhere has nothing to publish. */
export const worktreesOf = async (home: Home): Promise<ListedWorktree[]> => {
  if (!existsSync(home.hub)) return [];
  const listed = await listWorktrees(peekHub({ dir: home.hub, publisherDir: home.publisher }));
  return await Promise.all(
    listed.map(async (one) =>
      one.ahead === null && one.head !== null && (await isElsewhere(home, one.head))
        ? { ...one, ahead: 0, behind: 0 }
        : one,
    ),
  );
};

/** Whether a branch of the forge, as it was last seen, or the repository itself has the commit. */
export const isElsewhere = async ({ publisher, repository }: Home, head: string): Promise<boolean> => {
  const asked = ["for-each-ref", "--count=1", `--contains=${head}`];
  if (existsSync(publisher)) {
    const onForge = await gitAt(publisher)([...asked, "refs/remotes/forge"], { ok: "any" });
    if (onForge.exitCode === 0 && onForge.stdout !== "") return true;
  }
  const places = ["refs/heads", "refs/remotes", "refs/tags"];
  const own = await git([...asked, ...places], { cwd: repository, who: "user", ok: "any" });
  return own.exitCode === 0 && own.stdout !== "";
};
