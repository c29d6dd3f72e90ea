import { z } from "zod";
import type { RepositoryOperation, RequestContext } from "../../context.ts";
import { reviewCommentById } from "../../pulls/comments/table.ts";
import { get as getPull } from "../../pulls/read.ts";
import { createReply } from "../../reviews/comments/create.ts";
import { resolve, unresolve } from "../../reviews/resolve.ts";
import { missing } from "../errors.ts";
import { mutation } from "../mutation.ts";
import { threadOfId } from "../node-of-id.ts";
import { reviewCommentNode } from "./node.ts";
import { threadNode } from "./threads.ts";

interface OfThread {
  readonly threadId: string;
}

/** Mutations of review threads. */
export const threadMutationResolvers = {
  addPullRequestReviewThreadReply: mutation(
    async (context, input: { readonly pullRequestReviewThreadId: string; readonly body: string }) => {
      const { repository, row } = threadOfId(context, input.pullRequestReviewThreadId);
      const { pull, thread } = row;
      const params = { pull_number: String(pull.number), comment_id: String(thread.root.id) };
      const answer = await context.calls.perform(createReply, {
        repository,
        params,
        body: { body: input.body },
      });
      const comment = reviewCommentById(context.store, z.object({ id: z.int() }).parse(answer.body).id);
      if (!comment) throw missing("Could not resolve to the reply.");
      return { comment: reviewCommentNode(context.calls.enter(getPull, repository), pull, comment) };
    },
  ),

  resolveReviewThread: mutation((context, { threadId }: OfThread) => change(context, threadId, resolve)),

  unresolveReviewThread: mutation((context, { threadId }: OfThread) => change(context, threadId, unresolve)),
};

const change = async (context: RequestContext, id: string, operation: RepositoryOperation) => {
  const { repository, row } = threadOfId(context, id);
  const params = { thread_id: String(row.thread.root.id) };
  await context.calls.perform(operation, { repository, params });
  const { pull, thread } = threadOfId(context, id).row;
  return { thread: threadNode(context.calls.enter(getPull, repository), pull, thread) };
};
