import type { Operation, RepositoryContext } from "../../context.ts";
import { operation } from "../../operation.ts";
import { listing, listReactions, react, reacting, removeReaction, removing } from "../reactions/react.ts";
import type { Reactable } from "../reactions/table.ts";
import { commentAt } from "./table.ts";

const all = "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";

const subject = ({
  store,
  repository,
  params,
}: RepositoryContext<{ readonly comment_id: string }>): Reactable => ({
  subject: "comment",
  id: commentAt(store, repository, params.comment_id).id,
});

export const commentReactionsOperations: readonly Operation[] = [
  operation({
    ...listing,
    id: "reactions/list-for-issue-comment",
    path: all,
    handle: (context) => listReactions(context, subject(context)),
  }),
  operation({
    ...reacting,
    id: "reactions/create-for-issue-comment",
    path: all,
    handle: (context) => react(context, subject(context)),
  }),
  operation({
    ...removing,
    id: "reactions/delete-for-issue-comment",
    path: `${all}/{reaction_id}`,
    handle: (context) => removeReaction(context, subject(context)),
  }),
];
