import { MilepostError } from "../../core/error.ts";
import type { Person } from "../../gates/commit.ts";
import { isAncestor } from "../facts/facts.ts";
import { mergeCommit } from "../facts/merge.ts";
import { type Git, git } from "../git.ts";

/** A head to be merged, and the message of its merge. */
interface LandingMerge {
  readonly head: string;
  readonly message: string;
}

/** Merged heads as a commit on no branch, or the first that conflicts, from 0. */
type LandedCommit =
  | { readonly kind: "landed"; readonly commit: string; readonly merges: number }
  | { readonly kind: "conflict"; readonly at: number; readonly paths: readonly string[] };

/** Merges heads into a commit, in order; what is in there already needs no merge. */
export const landOn = async (
  at: Git,
  start: string,
  { merges, author }: { merges: readonly LandingMerge[]; author: Person },
): Promise<LandedCommit> => {
  let commit = start;
  let made = 0;
  for (const [place, { head, message }] of merges.entries()) {
    if (await isAncestor(at, head, commit)) continue;
    const merged = await mergeCommit(at, { head: commit, base: head, mergeBase: null, message, author });
    if (merged.kind === "conflict") return { kind: "conflict", at: place, paths: merged.paths };
    commit = merged.commit;
    made += 1;
  }
  return { kind: "landed", commit, merges: made };
};

/** The work tree in which a branch is checked out; `null` when it is in none. */
export const checkedOutAt = async (gitDir: string, branch: string): Promise<string | null> => {
  const { stdout } = await git(["worktree", "list", "--porcelain", "-z"], {
    cwd: gitDir,
    env: { GIT_DIR: gitDir },
    who: "user",
  });
  const trees = stdout.split("\0\0").map((tree) => tree.split("\0"));
  const tree = trees.find((lines) => lines.includes(`branch refs/heads/${branch}`));
  return tree?.find((line) => line.startsWith("worktree "))?.slice("worktree ".length) ?? null;
};

/**
 * Moves a branch of the user's to a commit that has all of it, with the files of the work tree that it is checked out in.
 *
 * @throws {MilepostError} when it has moved meanwhile, or files there would be lost.
 */
export const moveBranch = async (
  gitDir: string,
  { branch, from, to, tree }: { branch: string; from: string | null; to: string; tree: string | null },
): Promise<void> => {
  const moved =
    tree === null
      ? await git(["update-ref", "-m", "milepost land", `refs/heads/${branch}`, to, from ?? "0".repeat(40)], {
          ...{ cwd: gitDir, env: { GIT_DIR: gitDir }, who: "user" },
          ok: "any",
        })
      : await git(["merge", "--ff-only", "--quiet", to], { cwd: tree, who: "user", ok: "any" });
  if (moved.exitCode === 0) return;
  throw new MilepostError(`${branch} could not be moved: ${moved.stderr.trim()}`, {
    hint: tree === null ? "run it again" : `commit or stash what is changed in ${tree}, and run it again`,
  });
};
