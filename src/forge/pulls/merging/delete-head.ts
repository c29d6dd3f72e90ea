import type { RepositoryContext } from "../../context.ts";
import { HttpError } from "../../errors.ts";
import { moveRef } from "../../git/write.ts";
import { branchRef } from "../branches.ts";
import { isForeign, movePull, openPulls, type Pull } from "../table.ts";

/** Deletes a merged pull request's own branch; the open ones that were based on it move to its base first. */
export const deleteHead = async (context: RepositoryContext, merged: Pull): Promise<void> => {
  const { store, git, repository, now, guard } = context;
  if (isForeign(merged) || merged.head_ref === repository.default_branch) return;
  const ref = branchRef(merged.head_ref);
  if (!(await isAllowed(guard({ ref, from: merged.head_sha, to: null })))) return;
  const base_sha = (await git.readRef(branchRef(merged.base_ref))) ?? merged.base_sha;
  store.transaction(() => {
    for (const pull of openPulls(store, repository.id)) {
      if (pull.base_ref !== merged.head_ref) continue;
      movePull(store, { ...pull, base_ref: merged.base_ref, base_sha }, now);
    }
  });
  await moveRef(git, ref, { from: merged.head_sha, to: null });
};

/** A branch that rules keep from being deleted stays. */
const isAllowed = async (asked: Promise<void>): Promise<boolean> => {
  try {
    await asked;
    return true;
  } catch (error) {
    if (error instanceof HttpError) return false;
    throw error;
  }
};
