import type { RepositoryContext } from "../../context.ts";
import { moveRef } from "../../git/write.ts";
import { branchRef } from "../branches.ts";
import { isForeign, movePull, openPulls, type Pull } from "../table.ts";

/** Deletes a merged pull request's own branch; the open ones that were based on it move to its base first. */
export const deleteHead = async (context: RepositoryContext, merged: Pull): Promise<void> => {
  const { store, git, repository, now } = context;
  if (isForeign(merged) || merged.head_ref === repository.default_branch) return;
  const base_sha = (await git.readRef(branchRef(merged.base_ref))) ?? merged.base_sha;
  store.transaction(() => {
    for (const pull of openPulls(store, repository.id)) {
      if (pull.base_ref !== merged.head_ref) continue;
      movePull(store, { ...pull, base_ref: merged.base_ref, base_sha }, now);
    }
  });
  await moveRef(git, branchRef(merged.head_ref), { from: merged.head_sha, to: null });
};
