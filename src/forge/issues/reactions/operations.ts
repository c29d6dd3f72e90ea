import type { Operation, RepositoryContext } from "../../context.ts";
import { operation } from "../../operation.ts";
import { issueAt } from "../table.ts";
import { listReactions, react, reactionBody, reactionQuery, removeReaction } from "./react.ts";
import type { Reactable } from "./table.ts";

const ofIssue = "/repos/{owner}/{repo}/issues/{issue_number}/reactions";

const listForIssue = operation({
  id: "reactions/list-for-issue",
  method: "GET",
  path: ofIssue,
  needs: "read",
  query: reactionQuery,
  handle: (context) => listReactions(context, issueSubject(context), context.query.content),
});

const createForIssue = operation({
  id: "reactions/create-for-issue",
  method: "POST",
  path: ofIssue,
  needs: "read",
  body: reactionBody,
  handle: (context) => react(context, issueSubject(context), context.body.content),
});

const deleteForIssue = operation({
  id: "reactions/delete-for-issue",
  method: "DELETE",
  path: "/repos/{owner}/{repo}/issues/{issue_number}/reactions/{reaction_id}",
  needs: "read",
  handle: (context) => removeReaction(context, issueSubject(context), context.params.reaction_id),
});

const issueSubject = (context: RepositoryContext<{ readonly issue_number: string }>): Reactable => ({
  subject: "issue",
  id: issueAt(context.store, context.repository, context.params.issue_number).id,
});

export const reactionsOperations: readonly Operation[] = [listForIssue, createForIssue, deleteForIssue];
