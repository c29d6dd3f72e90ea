import type { Operation, RepositoryContext } from "../../context.ts";
import { operation } from "../../operation.ts";
import { listReactions, react, reactionBody, reactionQuery, removeReaction } from "../reactions/react.ts";
import type { Reactable } from "../reactions/table.ts";
import { commentAt } from "./table.ts";

const ofComment = "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";

const list = operation({
  id: "reactions/list-for-issue-comment",
  method: "GET",
  path: ofComment,
  needs: "read",
  query: reactionQuery,
  handle: (context) => listReactions(context, commentSubject(context), context.query.content),
});

const create = operation({
  id: "reactions/create-for-issue-comment",
  method: "POST",
  path: ofComment,
  needs: "read",
  body: reactionBody,
  handle: (context) => react(context, commentSubject(context), context.body.content),
});

const remove = operation({
  id: "reactions/delete-for-issue-comment",
  method: "DELETE",
  path: "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}",
  needs: "read",
  handle: (context) => removeReaction(context, commentSubject(context), context.params.reaction_id),
});

const commentSubject = (context: RepositoryContext<{ readonly comment_id: string }>): Reactable => ({
  subject: "comment",
  id: commentAt(context.store, context.repository, context.params.comment_id).id,
});

export const commentReactionsOperations: readonly Operation[] = [list, create, remove];
