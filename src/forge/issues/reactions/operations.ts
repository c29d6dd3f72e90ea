import type { Operation, RepositoryContext } from "../../context.ts";
import { operation } from "../../operation.ts";
import { issueAt } from "../table.ts";
import { listing, listReactions, react, reacting, removeReaction, removing } from "./react.ts";
import type { Reactable } from "./table.ts";

const all = "/repos/{owner}/{repo}/issues/{issue_number}/reactions";

const subject = ({
  store,
  repository,
  params,
}: RepositoryContext<{ readonly issue_number: string }>): Reactable => ({
  subject: "issue",
  id: issueAt(store, repository, params.issue_number).id,
});

export const reactionsOperations: readonly Operation[] = [
  operation({
    ...listing,
    id: "reactions/list-for-issue",
    path: all,
    handle: (context) => listReactions(context, subject(context)),
  }),
  operation({
    ...reacting,
    id: "reactions/create-for-issue",
    path: all,
    handle: (context) => react(context, subject(context)),
  }),
  operation({
    ...removing,
    id: "reactions/delete-for-issue",
    path: `${all}/{reaction_id}`,
    handle: (context) => removeReaction(context, subject(context)),
  }),
];
