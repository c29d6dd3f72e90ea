import type { RequestContext } from "../../context.ts";
import { add as addAssignees, remove as removeAssignees } from "../../issues/assignees/operations.ts";
import { add, removeOne } from "../../issues/labels/of-issue.ts";
import { labelsOf } from "../../issues/labels/table.ts";
import { update } from "../../issues/update.ts";
import { mutation } from "../mutation.ts";
import { conversationOfId } from "../node-of-id.ts";
import { userOfLogin } from "../users/node.ts";
import { onConversation } from "./mutations.ts";
import { conversationAfter, labelNames, logins } from "./target.ts";

interface Labels {
  readonly labelableId: string;
  readonly labelIds: readonly string[];
}

interface Assignees {
  readonly assignableId: string;
  readonly assigneeIds: readonly string[];
}

interface Actors {
  readonly assignableId: string;
  readonly actorIds?: readonly string[] | null;
  readonly actorLogins?: readonly string[] | null;
}

/** Mutations of what issues and pull requests are sorted by. */
export const triageMutationResolvers = {
  addLabelsToLabelable: mutation(async (context, { labelableId, labelIds }: Labels) => ({
    labelable: await onConversation(context, labelableId, {
      operation: add,
      body: { labels: labelNames(context, labelIds) },
    }),
  })),

  removeLabelsFromLabelable: mutation(async (context, { labelableId, labelIds }: Labels) => {
    const { repository, row } = conversationOfId(context, labelableId);
    const held = new Set(labelsOf(context.store, row.id).map(({ name }) => name));
    for (const name of labelNames(context, labelIds).filter((one) => held.has(one))) {
      const params = { issue_number: String(row.number), name };
      await context.calls.perform(removeOne, { repository, params });
    }
    return { labelable: conversationAfter(context, repository, row.id) };
  }),

  addAssigneesToAssignable: mutation(async (context, { assignableId, assigneeIds }: Assignees) => ({
    assignable: await onConversation(context, assignableId, {
      operation: addAssignees,
      body: { assignees: logins(context, assigneeIds) },
    }),
  })),

  removeAssigneesFromAssignable: mutation(async (context, { assignableId, assigneeIds }: Assignees) => ({
    assignable: await onConversation(context, assignableId, {
      operation: removeAssignees,
      body: { assignees: logins(context, assigneeIds) },
    }),
  })),

  replaceActorsForAssignable: mutation(async (context, input: Actors) => ({
    assignable: await onConversation(context, input.assignableId, {
      operation: update,
      body: { assignees: actorLogins(context, input) },
    }),
  })),
};

const actorLogins = (context: RequestContext, { actorIds, actorLogins }: Actors): string[] => [
  ...logins(context, actorIds ?? []),
  ...(actorLogins ?? []).map((login) => userOfLogin(context, login)?.login ?? login),
];
