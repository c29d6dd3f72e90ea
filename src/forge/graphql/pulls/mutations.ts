import type { RepositoryOperation, RequestContext } from "../../context.ts";
import { update as updateIssue } from "../../issues/update.ts";
import { create } from "../../pulls/create.ts";
import { setDraft } from "../../pulls/draft.ts";
import { disableAutoMerge, enableAutoMerge } from "../../pulls/merging/auto-merge.ts";
import { merge } from "../../pulls/merging/merge.ts";
import { dequeuePull, enqueuePull } from "../../pulls/merging/queue-operations.ts";
import { updateBranch } from "../../pulls/merging/update-branch.ts";
import { queueEntryOf } from "../../pulls/merging/waiting.ts";
import { update } from "../../pulls/update.ts";
import { refusal } from "../errors.ts";
import { madeIssue as made } from "../issues/mutations.ts";
import { conversationAfter, triageOf } from "../issues/target.ts";
import { given, mutation } from "../mutation.ts";
import { pullOfId, repositoryOfId } from "../node-of-id.ts";
import { inside } from "../seen.ts";
import { actorNode } from "../users/node.ts";
import { pullNode } from "./node.ts";
import { entryNode } from "./queue.ts";

interface OfPull {
  readonly pullRequestId: string;
}

interface NewPull {
  readonly repositoryId: string;
  readonly headRefName: string;
  readonly headRepositoryId?: string | null;
  readonly baseRefName: string;
  readonly title: string;
  readonly body?: string | null;
  readonly draft?: boolean | null;
  readonly maintainerCanModify?: boolean | null;
}

interface PullChange extends OfPull {
  readonly title?: string | null;
  readonly body?: string | null;
  readonly state?: "OPEN" | "CLOSED" | null;
  readonly baseRefName?: string | null;
  readonly maintainerCanModify?: boolean | null;
  readonly labelIds?: readonly string[] | null;
  readonly assigneeIds?: readonly string[] | null;
  readonly milestoneId?: string | null;
}

interface Merge extends OfPull {
  readonly mergeMethod?: "MERGE" | "SQUASH" | "REBASE" | null;
  readonly commitHeadline?: string | null;
  readonly commitBody?: string | null;
  readonly expectedHeadOid?: string | null;
}

interface BranchUpdate extends OfPull {
  readonly expectedHeadOid?: string | null;
  readonly updateMethod?: "MERGE" | "REBASE" | null;
}

/** Mutations of pull requests, each by the REST operation that does the same. */
export const pullMutationResolvers = {
  createPullRequest: mutation(async (context, input: NewPull) => {
    const { repository } = repositoryOfId(context, input.repositoryId);
    const answer = await context.calls.perform(create, {
      repository,
      body: {
        title: input.title,
        body: given(input.body),
        head: headOf(context, input),
        base: input.baseRefName,
        draft: given(input.draft),
        // GraphQL says yes for everyone who does not say no; REST then asks whether there is a fork to let in.
        ...(input.maintainerCanModify === false ? { maintainer_can_modify: false } : {}),
      },
    });
    return { pullRequest: conversationAfter(context, repository, made.parse(answer.body).id) };
  }),

  updatePullRequest: mutation(async (context, input: PullChange) => {
    const change = {
      title: given(input.title),
      body: given(input.body),
      state: input.state?.toLowerCase(),
      base: given(input.baseRefName),
      maintainer_can_modify: given(input.maintainerCanModify),
    };
    const triage = triageOf(context, input);
    if (Object.values(change).some((value) => value !== undefined)) {
      await onPull(context, input, { operation: update, body: change });
    }
    if (Object.keys(triage).length > 0) {
      await onPull(context, input, { operation: updateIssue, body: triage });
    }
    return { pullRequest: after(context, input), actor: actorNode(context, context.user()) };
  }),

  closePullRequest: mutation((context, input: OfPull) =>
    onPull(context, input, { operation: update, body: { state: "closed" } }),
  ),

  reopenPullRequest: mutation((context, input: OfPull) =>
    onPull(context, input, { operation: update, body: { state: "open" } }),
  ),

  mergePullRequest: mutation(async (context, input: Merge) => {
    const body = {
      merge_method: input.mergeMethod?.toLowerCase(),
      commit_title: given(input.commitHeadline),
      commit_message: given(input.commitBody),
      sha: given(input.expectedHeadOid),
    };
    const { pullRequest } = await onPull(context, input, { operation: merge, body });
    return { pullRequest, actor: actorNode(context, context.user()) };
  }),

  updatePullRequestBranch: mutation((context, input: BranchUpdate) => {
    if (input.updateMethod === "REBASE") {
      throw refusal("UNPROCESSABLE", "The forge updates branches by merging: say MERGE.");
    }
    const body = { expected_head_sha: given(input.expectedHeadOid) };
    return onPull(context, input, { operation: updateBranch, body });
  }),

  enablePullRequestAutoMerge: mutation(async (context, input: Merge) => {
    const body = {
      merge_method: input.mergeMethod?.toLowerCase(),
      commit_title: given(input.commitHeadline),
      commit_message: given(input.commitBody),
      sha: given(input.expectedHeadOid),
    };
    const { pullRequest } = await onPull(context, input, { operation: enableAutoMerge, body });
    return { pullRequest, actor: actorNode(context, context.user()) };
  }),

  disablePullRequestAutoMerge: mutation(async (context, input: OfPull) => {
    const { pullRequest } = await onPull(context, input, { operation: disableAutoMerge });
    return { pullRequest, actor: actorNode(context, context.user()) };
  }),

  enqueuePullRequest: mutation(async (context, input: OfPull & { expectedHeadOid?: string | null }) => {
    await onPull(context, input, { operation: enqueuePull, body: { sha: given(input.expectedHeadOid) } });
    const { repository, row } = pullOfId(context, input.pullRequestId);
    const entry = queueEntryOf(context.store, row.id);
    return { mergeQueueEntry: entry ? entryNode(inside(context, repository), entry, pullNode) : null };
  }),

  dequeuePullRequest: mutation(async (context, { id }: { readonly id: string }) => {
    const { repository, row } = pullOfId(context, id);
    const entry = queueEntryOf(context.store, row.id);
    await onPull(context, { pullRequestId: id }, { operation: dequeuePull });
    return { mergeQueueEntry: entry ? entryNode(inside(context, repository), entry, pullNode) : null };
  }),

  markPullRequestReadyForReview: mutation((context, input: OfPull) =>
    onPull(context, input, { operation: setDraft, body: { draft: false } }),
  ),

  convertPullRequestToDraft: mutation((context, input: OfPull) =>
    onPull(context, input, { operation: setDraft, body: { draft: true } }),
  ),
};

/** The head as REST names it: with its owner, when it is in a repository of its own. */
const headOf = (context: RequestContext, { headRefName, headRepositoryId }: NewPull): string =>
  headRepositoryId && !headRefName.includes(":")
    ? `${repositoryOfId(context, headRepositoryId).repository.owner}:${headRefName}`
    : headRefName;

/** Lets an operation on a pull request's number do its work, and shows what came of it. */
const onPull = async (
  context: RequestContext,
  { pullRequestId }: OfPull,
  { operation, body }: { readonly operation: RepositoryOperation; readonly body?: unknown },
) => {
  const { repository, row } = pullOfId(context, pullRequestId);
  const number = String(row.number);
  const params = { pull_number: number, issue_number: number };
  await context.calls.perform(operation, { repository, params, body });
  return { pullRequest: after(context, { pullRequestId }) };
};

const after = (context: RequestContext, { pullRequestId }: OfPull) => {
  const { repository, row } = pullOfId(context, pullRequestId);
  return conversationAfter(context, repository, row.id);
};
