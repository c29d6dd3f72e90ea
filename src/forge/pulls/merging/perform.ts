import type { RepositoryContext } from "../../context.ts";
import { conflict, methodNotAllowed } from "../../errors.ts";
import { moveRef } from "../../git/write.ts";
import type { Repository } from "../../repository.ts";
import { ruleActor } from "../../rules/actor.ts";
import { factsOf } from "../../rules/facts.ts";
import { type Blocker, blockersOf, type MergeMethod, methodWords, rulesOfMerge } from "../../rules/merges.ts";
import { refusalText } from "../../rules/words.ts";
import { throwOnWorkflowChange } from "../../workflow-guard.ts";
import { branchRef } from "../branches.ts";
import { announceMerge, markMerged, type Pull } from "../table.ts";
import { trialMerge } from "../trial-merge.ts";
import { closeMentionedIssues } from "./closing.ts";
import { mergedCommit } from "./commit.ts";
import { deleteHead } from "./delete-head.ts";

/** How a pull request is to be merged. */
interface WantedMerge {
  readonly method: MergeMethod;
  readonly commit_title?: string | undefined;
  readonly commit_message?: string | undefined;
}

/**
 * Merges a pull request, and returns the commit that its base has since.
 * @throws HttpError 405 with what the repository, its rules or a conflict hold against it.
 */
export const mergeNow = async (
  context: RepositoryContext,
  pull: Pull,
  wanted: WantedMerge,
): Promise<string> => {
  throwOnForbiddenMethod(context.repository, wanted.method);
  const blockers = await blockersNow(context, pull, wanted.method);
  if (blockers.length > 0) throw methodNotAllowed(refusalText(blockers));
  const sha = await mergedSha(context, pull, wanted);
  await throwOnWorkflowChange(context, { from: pull.base_sha, to: sha });
  await landOn(context, [{ pull, sha }]);
  return sha;
};

/** What the base's rules hold against the asker's merging a pull request in a way; `null` is any way. */
export const blockersNow = async (
  context: RepositoryContext,
  pull: Pull,
  method: MergeMethod | null,
): Promise<Blocker[]> => {
  const { store, git, user, permission, grant } = context;
  const actor = ruleActor(store, { user: user(), permission, grant });
  if (rulesOfMerge(context, pull, actor).length === 0) return [];
  return blockersOf(context, pull, { facts: await factsOf({ store, git }, pull), actor, method });
};

const allowedBy = {
  merge: "allow_merge_commit",
  squash: "allow_squash_merge",
  rebase: "allow_rebase_merge",
} as const;

/** @throws HttpError 405 when the repository's settings do not allow merging so. */
export const throwOnForbiddenMethod = (repository: Repository, method: MergeMethod): void => {
  if (!repository[allowedBy[method]]) throw methodNotAllowed(methodWords[method]);
};

/** The first way of merging that a repository allows. */
export const usualMethod = (repository: Repository): MergeMethod =>
  (["merge", "squash", "rebase"] as const).find((method) => repository[allowedBy[method]] === 1) ?? "merge";

/** The commit that the base will point at; it is on no branch yet. */
const mergedSha = async (context: RepositoryContext, pull: Pull, wanted: WantedMerge): Promise<string> => {
  const { store, git, user } = context;
  const { tree_sha } = await trialMerge({ store, git }, pull);
  if (tree_sha === null) throw methodNotAllowed("Pull Request is not mergeable");
  return mergedCommit(git, {
    ...wanted,
    ...{ pull, tree: tree_sha, user: user(), repository: context.repository },
    head: `${pull.head_owner}/${pull.head_ref}`,
  });
};

/** A pull request and the commit that has it merged. */
interface Landing {
  readonly pull: Pull;
  readonly sha: string;
}

/** Moves the base to the last of these, having said so in the database first: whoever finds the move knows whose it is. */
export const landOn = async (context: RepositoryContext, landings: readonly Landing[]): Promise<void> => {
  const { store, git, user } = context;
  const [first, last] = [landings[0], landings.at(-1)];
  if (!first || !last) return;
  const by = user().id;
  store.transaction(() => {
    for (const { pull, sha } of landings) announceMerge(store, pull.id, { sha, by });
  });
  const { base_ref, base_sha } = first.pull;
  const moved = await moveRef(git, branchRef(base_ref), { from: base_sha, to: last.sha });
  if (!moved) throw conflict("Base branch was modified. Review and try the merge again.");
  for (const { pull } of landings) await finish(context, pull);
};

const finish = async (context: RepositoryContext, pull: Pull): Promise<void> => {
  const { store, repository, now } = context;
  store.transaction(() => {
    markMerged(store, pull.id, now);
    if (pull.base_ref === repository.default_branch) closeMentionedIssues(context, pull);
  });
  if (repository.delete_branch_on_merge) await deleteHead(context, pull);
};
