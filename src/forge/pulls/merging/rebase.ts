import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { User } from "../../accounts.ts";
import type { GitRepository } from "../../git/repository.ts";
import { identityOf } from "../../identity.ts";
import type { Pull } from "../table.ts";

/** The head's commits written anew on top of the base, as GitHub does even where it need not; `null` on a conflict. */
export const rebased = async (git: GitRepository, pull: Pull, user: User): Promise<string | null> => {
  const folder = await mkdtemp(join(tmpdir(), "milepost-rebase-"));
  const tree = join(folder, "tree");
  try {
    await git.run(["worktree", "add", "--quiet", "--detach", tree, pull.head_sha]);
    const env = { GIT_DIR: join(tree, ".git"), GIT_WORK_TREE: tree };
    const { exitCode } = await git.attempt(["rebase", "--quiet", "--no-ff", pull.base_sha], {
      cwd: tree,
      env: { ...env, ...committer(user) },
    });
    if (exitCode !== 0) return null;
    return (await git.run(["rev-parse", "HEAD"], { cwd: tree, env })).trim();
  } finally {
    await rm(folder, { recursive: true, force: true });
    await git.run(["worktree", "prune"]);
  }
};

/** Whoever merges commits; the authors stay. */
const committer = (user: User): Record<string, string> => {
  const { name, email } = identityOf(user);
  return { GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email };
};
