import type { RepositoryContext } from "../../context.ts";
import { branchRef } from "../../pulls/branches.ts";
import { closedIssues } from "../../pulls/closed-issues.ts";
import { homeOf } from "../../pulls/heads.ts";
import { mergeabilityOf } from "../../pulls/mergeability.ts";
import { synchronize } from "../../pulls/synchronize.ts";
import { isForeign, type Pull, pullById } from "../../pulls/table.ts";
import { mayRead } from "../../repositories/visible.ts";
import { rollupNode } from "../checks/rollup.ts";
import { connection, inMemory, type Slice } from "../connection.ts";
import { commitNode, refNode } from "../git/node.ts";
import { conversationNode } from "../issues/conversation.ts";
import { issueNode } from "../issues/node.ts";
import { repositoryLink } from "../link.ts";
import { reviewFields } from "../reviews/of-pull.ts";
import { inside } from "../seen.ts";
import { actorOf, userNode, userOfLogin } from "../users/node.ts";
import { changeFields } from "./changes.ts";
import { waitingFields } from "./queue.ts";

/** A pull request brought up to date with its branches. */
export const currentPullNode = async (here: RepositoryContext, pull: Pull) => {
  await synchronize(here, [pull]);
  return pullNode(here, pullById(here.store, pull.id) ?? pull);
};

/** GitHub's `PullRequest`, as it was when it was last brought up to date. */
export const pullNode = (here: RepositoryContext, pull: Pull): object => {
  const conversation = conversationNode(here, pull);
  return {
    __typename: "PullRequest",
    ...conversation,
    permalink: conversation.url,
    state: pull.merged_at === null ? pull.state.toUpperCase() : "MERGED",
    isDraft: pull.draft === 1,
    ...waitingFields(here, pull, pullNode),
    ...mergeFields(here, pull),
    ...headFields(here, pull),
    ...baseFields(here, pull),
    ...changeFields(here, pull),
    ...reviewFields(here, pull),
    statusCheckRollup: () => rollupNode(here, pull.head_sha),
    closingIssuesReferences: (slice: Slice) =>
      connection(inMemory(closedIssues(here, pull)), slice, (issue) => issueNode(here, issue)),
  };
};

const mergeFields = (here: RepositoryContext, pull: Pull) => ({
  merged: pull.merged_at !== null,
  mergedAt: pull.merged_at,
  mergedBy: () => (pull.merged_at === null ? null : actorOf(here, pull.merged_by)),
  mergeCommit: () =>
    pull.merged_at === null || pull.merge_commit_sha === null
      ? null
      : commitNode(here, pull.merge_commit_sha),
  potentialMergeCommit: null,
  mergeable: () => {
    const { mergeable } = mergeabilityOf(here, pull);
    return mergeable === null ? "UNKNOWN" : mergeable ? "MERGEABLE" : "CONFLICTING";
  },
  mergeStateStatus: () => mergeabilityOf(here, pull).mergeable_state.toUpperCase(),
});

const headFields = (here: RepositoryContext, pull: Pull) => {
  const home = () => homeOf(here, pull)?.repository;
  return {
    isCrossRepository: isForeign(pull),
    maintainerCanModify: pull.maintainer_can_modify === 1,
    headRefName: pull.head_ref,
    headRefOid: pull.head_sha,
    headRef: () => {
      const repository = home();
      if (!repository || !mayRead(here, repository)) return null;
      return refNode(inside(here, repository), branchRef(pull.head_ref));
    },
    headRepository: () => {
      const repository = home();
      return repository && mayRead(here, repository) ? repositoryLink(here, repository) : null;
    },
    headRepositoryOwner: () => {
      const owner = userOfLogin(here, pull.head_owner);
      return owner ? userNode(here, owner) : null;
    },
  };
};

const baseFields = (here: RepositoryContext, pull: Pull) => ({
  baseRefName: pull.base_ref,
  baseRefOid: pull.base_sha,
  baseRef: () => refNode(here, branchRef(pull.base_ref)),
  baseRepository: () => repositoryLink(here, here.repository),
});
