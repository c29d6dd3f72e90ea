import { z } from "zod";
import type { RepositoryOperation, RequestContext } from "../../context.ts";
import { nodeId } from "../../node-id.ts";
import { get as getPull } from "../../pulls/read.ts";
import { requestedReviewers } from "../../pulls/requested-reviewers.ts";
import { deletePending, dismiss, submit } from "../../reviews/change.ts";
import { createReview } from "../../reviews/create.ts";
import { remove, request } from "../../reviews/requested.ts";
import { pendingReview } from "../../reviews/table.ts";
import { missing } from "../errors.ts";
import { conversationAfter, logins } from "../issues/target.ts";
import { given, mutation } from "../mutation.ts";
import { pullOfId, reviewOfId } from "../node-of-id.ts";
import { actorNode } from "../users/node.ts";
import { reviewNode } from "./node.ts";

interface Review {
  readonly pullRequestId: string;
  readonly event?: string | null;
  readonly body?: string | null;
  readonly commitOID?: string | null;
  readonly comments?: readonly ({ path: string; position: number; body: string } | null)[] | null;
  readonly threads?: readonly (Thread | null)[] | null;
}

interface Thread {
  readonly path: string;
  readonly line: number;
  readonly side?: "LEFT" | "RIGHT" | null;
  readonly startLine?: number | null;
  readonly startSide?: "LEFT" | "RIGHT" | null;
  readonly body: string;
}

interface Submission {
  readonly pullRequestReviewId?: string | null;
  readonly pullRequestId?: string | null;
  readonly event: string;
  readonly body?: string | null;
}

interface Requests {
  readonly pullRequestId: string;
  readonly userIds?: readonly string[] | null;
  readonly union?: boolean | null;
}

/** Mutations of reviews, each by the REST operation that does the same. */
export const reviewMutationResolvers = {
  addPullRequestReview: mutation(async (context, input: Review) => {
    const { repository, row: pull } = pullOfId(context, input.pullRequestId);
    const answer = await context.calls.perform(createReview, {
      repository,
      params: { pull_number: String(pull.number) },
      body: {
        event: given(input.event),
        body: given(input.body),
        commit_id: given(input.commitOID),
        comments: [...(input.comments ?? []), ...(input.threads ?? []).map(threadComment)].filter(
          (comment) => comment !== null,
        ),
      },
    });
    const { id } = z.object({ id: z.int() }).parse(answer.body);
    return { pullRequestReview: reviewAfter(context, nodeId("PRR", id)) };
  }),

  submitPullRequestReview: mutation((context, input: Submission) => {
    const id = input.pullRequestReviewId ?? pendingId(context, input.pullRequestId ?? "");
    return onReview(context, id, {
      operation: submit,
      body: { event: input.event, body: given(input.body) },
    });
  }),

  dismissPullRequestReview: mutation(
    (context, input: { readonly pullRequestReviewId: string; readonly message: string }) =>
      onReview(context, input.pullRequestReviewId, {
        operation: dismiss,
        body: { message: input.message },
      }),
  ),

  deletePullRequestReview: mutation(async (context, input: { readonly pullRequestReviewId: string }) => {
    const { repository, row } = reviewOfId(context, input.pullRequestReviewId);
    const gone = reviewNode(context.calls.enter(getPull, repository), row.pull, row.review);
    await call(context, input.pullRequestReviewId, { operation: deletePending });
    return { pullRequestReview: gone };
  }),

  requestReviews: mutation(async (context, input: Requests) => {
    const { repository, row: pull } = pullOfId(context, input.pullRequestId);
    const params = { pull_number: String(pull.number) };
    const wanted = logins(context, input.userIds ?? []);
    const others = requestedReviewers(context.store, pull.id)
      .map(({ login }) => login)
      .filter((login) => !wanted.includes(login));
    await context.calls.perform(request, { repository, params, body: { reviewers: wanted } });
    if (!input.union && others.length > 0) {
      await context.calls.perform(remove, { repository, params, body: { reviewers: others } });
    }
    return {
      pullRequest: conversationAfter(context, repository, pull.id),
      actor: actorNode(context, context.user()),
    };
  }),
};

const threadComment = (thread: Thread | null) => {
  if (thread === null) return null;
  const { path, line, body, side, startLine, startSide } = thread;
  const start = startLine ? { start_line: startLine, start_side: given(startSide) } : {};
  return { path, line, body, side: given(side), ...start };
};

const pendingId = (context: RequestContext, pullId: string): string => {
  const pull = pullOfId(context, pullId).row;
  const review = pendingReview(context.store, pull.id, context.user().id);
  if (!review) throw missing(`Could not resolve to a pending review of #${pull.number}.`);
  return nodeId("PRR", review.id);
};

interface Called {
  readonly operation: RepositoryOperation;
  readonly body?: unknown;
}

const onReview = async (context: RequestContext, id: string, called: Called) => {
  await call(context, id, called);
  return { pullRequestReview: reviewAfter(context, id) };
};

const call = async (context: RequestContext, id: string, { operation, body }: Called): Promise<void> => {
  const { repository, row } = reviewOfId(context, id);
  const params = { pull_number: String(row.pull.number), review_id: String(row.review.id) };
  await context.calls.perform(operation, { repository, params, body });
};

const reviewAfter = (context: RequestContext, id: string) => {
  const { repository, row } = reviewOfId(context, id);
  return reviewNode(context.calls.enter(getPull, repository), row.pull, row.review);
};
