import type { RepositoryOperation, RequestContext } from "../../context.ts";
import { add as addBlocker, remove as removeBlocker } from "../../issues/dependencies/operations.ts";
import { add as addPart } from "../../issues/sub-issues/operations.ts";
import { missingNode, refusal } from "../errors.ts";
import { mutation } from "../mutation.ts";
import { conversationOfId } from "../node-of-id.ts";
import { conversationAfter } from "./target.ts";

interface SubIssueInput {
  readonly issueId: string;
  readonly subIssueId?: string | null;
  readonly subIssueUrl?: string | null;
  readonly replaceParent?: boolean | null;
}

interface BlockedByInput {
  readonly issueId: string;
  readonly blockingIssueId: string;
}

/** Mutations of what issues are to each other. */
export const linkMutationResolvers = {
  addSubIssue: mutation(async (context, { issueId, subIssueId, replaceParent }: SubIssueInput) => {
    if (!subIssueId) throw refusal("UNPROCESSABLE", "A sub-issue is named by its id here.");
    const { row: child } = issueOfId(context, subIssueId);
    const body = { sub_issue_id: child.id, replace_parent: replaceParent ?? false };
    const [issue, subIssue] = await linked(context, [issueId, subIssueId], { operation: addPart, body });
    return { issue, subIssue };
  }),

  addBlockedBy: mutation(async (context, { issueId, blockingIssueId }: BlockedByInput) => {
    const body = { issue_id: issueOfId(context, blockingIssueId).row.id };
    const [issue, blockingIssue] = await linked(context, [issueId, blockingIssueId], {
      operation: addBlocker,
      body,
    });
    return { issue, blockingIssue };
  }),

  removeBlockedBy: mutation(async (context, { issueId, blockingIssueId }: BlockedByInput) => {
    const params = { issue_id: String(issueOfId(context, blockingIssueId).row.id) };
    const [issue, blockingIssue] = await linked(context, [issueId, blockingIssueId], {
      operation: removeBlocker,
      params,
    });
    return { issue, blockingIssue };
  }),
};

/** An issue, which a pull request is not for these mutations. */
const issueOfId = (context: RequestContext, id: string) => {
  const found = conversationOfId(context, id);
  if (found.row.is_pull) throw missingNode(id);
  return found;
};

/** Lets the operation change the first of two issues; answers both as they are then. */
const linked = async (
  context: RequestContext,
  [id, otherId]: readonly [string, string],
  call: {
    readonly operation: RepositoryOperation;
    readonly body?: unknown;
    readonly params?: Readonly<Record<string, string>>;
  },
) => {
  const { repository, row } = issueOfId(context, id);
  const params = { ...call.params, issue_number: String(row.number) };
  await context.calls.perform(call.operation, { repository, params, body: call.body });
  const other = issueOfId(context, otherId);
  return [
    conversationAfter(context, repository, row.id),
    conversationAfter(context, other.repository, other.row.id),
  ];
};
