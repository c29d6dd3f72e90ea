import { z } from "zod";
import { ok } from "../../answer.ts";
import type { RepositoryContext } from "../../context.ts";
import { conflict, methodNotAllowed } from "../../errors.ts";
import { moveRef } from "../../git/write.ts";
import { operation } from "../../operation.ts";
import type { Repository } from "../../repository.ts";
import { branchRef } from "../branches.ts";
import { currentPull } from "../read.ts";
import { announceMerge, markMerged, type Pull } from "../table.ts";
import { trialMerge } from "../trial-merge.ts";
import { closeMentionedIssues } from "./closing.ts";
import { type MergeMethod, mergedCommit } from "./commit.ts";
import { deleteHead } from "./delete-head.ts";

export const merge = operation({
  id: "pulls/merge",
  method: "PUT",
  path: "/repos/{owner}/{repo}/pulls/{pull_number}/merge",
  needs: "write",
  movesRefs: true,
  body: z.object({
    commit_title: z.string().optional(),
    commit_message: z.string().optional(),
    sha: z.string().optional(),
    merge_method: z.enum(["merge", "squash", "rebase"]).default("merge"),
  }),
  handle: async (context) => {
    const { repository, body } = context;
    const pull = await currentPull(context, context.params.pull_number);
    throwOnClosed(pull);
    if (body.sha !== undefined && body.sha !== pull.head_sha) {
      throw conflict("Head branch was modified. Review and try the merge again.");
    }
    throwOnForbiddenMethod(repository, body.merge_method);
    const sha = await mergedSha(context, pull, { ...body, method: body.merge_method });
    await moveBase(context, pull, sha);
    await finish(context, pull);
    return ok({ sha, merged: true, message: "Pull Request successfully merged" });
  },
});

const throwOnClosed = (pull: Pull): void => {
  if (pull.state === "closed") throw methodNotAllowed("Pull Request is not mergeable");
  if (pull.draft) throw methodNotAllowed("Pull Request is still a draft");
};

const throwOnForbiddenMethod = (repository: Repository, method: MergeMethod): void => {
  if (method === "merge" && !repository.allow_merge_commit) {
    throw methodNotAllowed("Merge commits are not allowed on this repository.");
  }
  if (method === "squash" && !repository.allow_squash_merge) {
    throw methodNotAllowed("Squash merges are not allowed on this repository.");
  }
  if (method === "rebase" && !repository.allow_rebase_merge) {
    throw methodNotAllowed("Rebase merges are not allowed on this repository.");
  }
};

interface Wanted {
  readonly method: MergeMethod;
  readonly commit_title?: string | undefined;
  readonly commit_message?: string | undefined;
}

/** The commit that the base will point at; it is on no branch yet. */
const mergedSha = async (context: RepositoryContext, pull: Pull, wanted: Wanted): Promise<string> => {
  const { store, git, user } = context;
  const { tree_sha } = await trialMerge({ store, git }, pull);
  if (tree_sha === null) throw methodNotAllowed("Pull Request is not mergeable");
  return mergedCommit(git, {
    ...wanted,
    pull,
    tree: tree_sha,
    user: user(),
    head: `${pull.head_owner}/${pull.head_ref}`,
  });
};

/** Moves the base branch, having said so in the database first: whoever finds the move knows whose it is. */
const moveBase = async ({ store, git, user }: RepositoryContext, pull: Pull, sha: string): Promise<void> => {
  const by = user().id;
  store.transaction(() => announceMerge(store, pull.id, { sha, by }));
  const moved = await moveRef(git, branchRef(pull.base_ref), { from: pull.base_sha, to: sha });
  if (!moved) throw conflict("Base branch was modified. Review and try the merge again.");
};

const finish = async (context: RepositoryContext, pull: Pull): Promise<void> => {
  const { store, repository, now } = context;
  store.transaction(() => {
    markMerged(store, pull.id, now);
    if (pull.base_ref === repository.default_branch) closeMentionedIssues(context, pull);
  });
  if (repository.delete_branch_on_merge) await deleteHead(context, pull);
};
