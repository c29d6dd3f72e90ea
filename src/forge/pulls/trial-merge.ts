import { readCommit } from "../git/commit.ts";
import { mergeTrees } from "../git/merge-trees.ts";
import type { GitRepository } from "../git/repository.ts";
import type { Store } from "../store.ts";
import type { Comparison } from "./comparison.ts";

/** What merging a head into a base would give: the merged tree, or `null` where they conflict. */
export interface TrialMerge {
  readonly tree_sha: string | null;
}

/** A trial merge that was made before; `undefined` when none was. */
export const knownTrialMerge = (store: Store, compared: Comparison): TrialMerge | undefined =>
  store.get<TrialMerge>(
    "select tree_sha from trial_merges where repository_id = ? and base_sha = ? and head_sha = ?",
    compared.repository_id,
    compared.base_sha,
    compared.head_sha,
  );

/** Merges without touching any branch, once for each pair of commits. */
export const trialMerge = async (
  { store, git }: { store: Store; git: GitRepository },
  compared: Comparison,
): Promise<TrialMerge> => {
  const known = knownTrialMerge(store, compared);
  if (known) return known;
  const head = await readCommit(git, compared.head_sha);
  // A commit right on top of the base merges into its own tree: that starts no process.
  const onTop = head?.parents.includes(compared.base_sha);
  const tree_sha = head && onTop ? head.tree : await mergeTrees(git, compared.base_sha, compared.head_sha);
  store.transaction(() =>
    store.run(
      "insert or ignore into trial_merges (repository_id, base_sha, head_sha, tree_sha) values (?, ?, ?, ?)",
      compared.repository_id,
      compared.base_sha,
      compared.head_sha,
      tree_sha,
    ),
  );
  return { tree_sha };
};
