import type { RequestContext } from "../../context.ts";
import { create, remove, update } from "../../issues/comments/operations.ts";
import { commentById } from "../../issues/comments/table.ts";
import { get as getIssue } from "../../issues/operations.ts";
import { issueById } from "../../issues/table.ts";
import type { Repository } from "../../repository.ts";
import { missing } from "../errors.ts";
import { mutation } from "../mutation.ts";
import { commentOfId, conversationOfId } from "../node-of-id.ts";
import { commentNode } from "./comment-node.ts";
import { madeIssue as made } from "./mutations.ts";
import { conversationAfter } from "./target.ts";

/** Mutations of comments on issues and pull requests. */
export const commentMutationResolvers = {
  addComment: mutation(async (context, input: { readonly subjectId: string; readonly body: string }) => {
    const { repository, row } = conversationOfId(context, input.subjectId);
    const params = { issue_number: String(row.number) };
    const answer = await context.calls.perform(create, { repository, params, body: { body: input.body } });
    const node = commentAfter(context, repository, made.parse(answer.body).id);
    return {
      commentEdge: { cursor: node.id, node },
      subject: conversationAfter(context, repository, row.id),
    };
  }),

  updateIssueComment: mutation(async (context, input: { readonly id: string; readonly body: string }) => {
    const { repository, row } = commentOfId(context, input.id);
    const params = { comment_id: String(row.id) };
    await context.calls.perform(update, { repository, params, body: { body: input.body } });
    return { issueComment: commentAfter(context, repository, row.id) };
  }),

  deleteIssueComment: mutation(async (context, input: { readonly id: string }) => {
    const { repository, row } = commentOfId(context, input.id);
    await context.calls.perform(remove, { repository, params: { comment_id: String(row.id) } });
    return {};
  }),
};

const commentAfter = (context: RequestContext, repository: Repository, id: number) => {
  const comment = commentById(context.store, id);
  const issue = comment && issueById(context.store, comment.issue_id);
  if (!comment || !issue) throw missing(`Could not resolve to a comment of the id ${id}.`);
  return commentNode(context.calls.enter(getIssue, repository), issue, comment);
};
