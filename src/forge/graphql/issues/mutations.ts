import { z } from "zod";
import type { RepositoryOperation, RequestContext } from "../../context.ts";
import { create } from "../../issues/create.ts";
import { lock, unlock } from "../../issues/lock.ts";
import type { Issue } from "../../issues/table.ts";
import { update } from "../../issues/update.ts";
import type { Repository } from "../../repository.ts";
import { missingNode } from "../errors.ts";
import { given, mutation } from "../mutation.ts";
import { conversationOfId, repositoryOfId } from "../node-of-id.ts";
import { actorNode } from "../users/node.ts";
import { conversationAfter, triageOf } from "./target.ts";

interface IssueInput {
  readonly title?: string | null;
  readonly body?: string | null;
  readonly labelIds?: readonly string[] | null;
  readonly assigneeIds?: readonly string[] | null;
  readonly milestoneId?: string | null;
}

/** What an operation says that made something. */
export const madeIssue = z.object({ id: z.int() });

/** Mutations of issues, each by the REST operation that does the same. */
export const issueMutationResolvers = {
  createIssue: mutation(
    async (context, input: IssueInput & { readonly repositoryId: string; readonly title: string }) => {
      const { repository } = repositoryOfId(context, input.repositoryId);
      const { milestoneId, ...rest } = input;
      const triage = triageOf(context, { ...rest, ...(milestoneId ? { milestoneId } : {}) });
      const body = { title: input.title, body: given(input.body), ...triage };
      const answer = await context.calls.perform(create, { repository, body });
      return { issue: conversationAfter(context, repository, madeIssue.parse(answer.body).id) };
    },
  ),

  updateIssue: mutation(
    async (
      context,
      input: IssueInput & { readonly id: string; readonly state?: "OPEN" | "CLOSED" | null },
    ) => ({
      issue: await changeIssue(context, input.id, {
        title: given(input.title),
        body: given(input.body),
        state: input.state?.toLowerCase(),
        ...triageOf(context, input),
      }),
      actor: actorNode(context, context.user()),
    }),
  ),

  closeIssue: mutation(
    async (context, input: { readonly issueId: string; readonly stateReason?: string | null }) => ({
      issue: await changeIssue(context, input.issueId, {
        state: "closed",
        state_reason: input.stateReason?.toLowerCase(),
      }),
    }),
  ),

  reopenIssue: mutation(async (context, input: { readonly issueId: string }) => ({
    issue: await changeIssue(context, input.issueId, { state: "open" }),
  })),

  lockLockable: mutation(
    async (context, input: { readonly lockableId: string; readonly lockReason?: string | null }) => {
      const lock_reason = input.lockReason ? lockReasons[input.lockReason] : undefined;
      const lockedRecord = await onConversation(context, input.lockableId, {
        operation: lock,
        body: { lock_reason },
      });
      return { lockedRecord, actor: actorNode(context, context.user()) };
    },
  ),

  unlockLockable: mutation(async (context, input: { readonly lockableId: string }) => ({
    unlockedRecord: await onConversation(context, input.lockableId, { operation: unlock }),
    actor: actorNode(context, context.user()),
  })),
};

const lockReasons: Readonly<Record<string, string>> = {
  OFF_TOPIC: "off-topic",
  TOO_HEATED: "too heated",
  RESOLVED: "resolved",
  SPAM: "spam",
};

/** Changes an issue, which a pull request is not for these mutations. */
const changeIssue = async (context: RequestContext, id: string, body: Readonly<Record<string, unknown>>) => {
  const { repository, row } = conversationOfId(context, id);
  if (row.is_pull) throw missingNode(id);
  return changed(context, { repository, issue: row, operation: update, body });
};

/** Lets an operation on the number of an issue or pull request do its work, and shows what came of it. */
export const onConversation = async (
  context: RequestContext,
  id: string,
  call: { readonly operation: RepositoryOperation; readonly body?: unknown },
) => {
  const { repository, row } = conversationOfId(context, id);
  return changed(context, { repository, issue: row, ...call });
};

const changed = async (
  context: RequestContext,
  call: { repository: Repository; issue: Issue; operation: RepositoryOperation; body?: unknown },
) => {
  const { repository, issue, operation, body } = call;
  const params = { issue_number: String(issue.number) };
  await context.calls.perform(operation, { repository, params, body });
  return conversationAfter(context, repository, issue.id);
};
