import type { RequestContext } from "../../context.ts";
import { get as getIssue } from "../../issues/operations.ts";
import { issueById } from "../../issues/table.ts";
import { get as getPull } from "../../pulls/read.ts";
import { pullById } from "../../pulls/table.ts";
import type { Repository } from "../../repository.ts";
import { missing } from "../errors.ts";
import { pullLink } from "../link.ts";
import { labelOfId, milestoneOfId, userOfId } from "../node-of-id.ts";
import { issueNode } from "./node.ts";

/** An issue or pull request as it is after a change. */
export const conversationAfter = (context: RequestContext, repository: Repository, id: number) => {
  const pull = pullById(context.store, id);
  if (pull) return pullLink(context.calls.enter(getPull, repository), pull);
  const issue = issueById(context.store, id);
  if (issue) return issueNode(context.calls.enter(getIssue, repository), issue);
  throw missing(`Could not resolve to an issue of ${repository.owner}/${repository.name}.`);
};

/** What GraphQL names by ids and REST by names and numbers. */
interface Named {
  readonly labelIds?: readonly string[] | null;
  readonly assigneeIds?: readonly string[] | null;
  readonly milestoneId?: string | null;
}

/** Labels, assignees and milestone of an input, as REST takes them; only those that were given. */
export const triageOf = (context: RequestContext, { labelIds, assigneeIds, milestoneId }: Named) => ({
  ...(labelIds ? { labels: labelNames(context, labelIds) } : {}),
  ...(assigneeIds ? { assignees: logins(context, assigneeIds) } : {}),
  ...(milestoneId === undefined ? {} : { milestone: milestoneNumber(context, milestoneId) }),
});

export const labelNames = (context: RequestContext, ids: readonly string[]): string[] =>
  ids.map((id) => labelOfId(context, id).row.name);

export const logins = (context: RequestContext, ids: readonly string[]): string[] =>
  ids.map((id) => userOfId(context, id).login);

const milestoneNumber = (context: RequestContext, id: string | null): number | null =>
  id === null ? null : milestoneOfId(context, id).row.number;
