import type { RepositoryContext } from "../../context.ts";
import { assigneesOf } from "../../issues/assignees/table.ts";
import { commentsOf, countComments } from "../../issues/comments/table.ts";
import { labelsOf } from "../../issues/labels/table.ts";
import { milestoneById } from "../../issues/milestones/table.ts";
import type { Issue } from "../../issues/table.ts";
import { associationOf, pageOf } from "../../issues/view.ts";
import { nodeId } from "../../node-id.ts";
import { includes } from "../../permissions.ts";
import { connection, inMemory, nothing, type Slice } from "../connection.ts";
import { type LabelOrder, labelNode, milestoneNode, ordered } from "../labels/node.ts";
import { repositoryLink } from "../link.ts";
import { actorNode, userNode } from "../users/node.ts";
import { commentNode } from "./comment-node.ts";
import { reactionGroups } from "./reactions.ts";
import { writtenBy } from "./written.ts";

/** What issues and pull requests both tell. */
export const conversationNode = (here: RepositoryContext, issue: Issue) => {
  const { store, repository, viewer, permission } = here;
  return {
    id: nodeId(issue.is_pull ? "PR" : "I", issue.id),
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    number: issue.number,
    title: issue.title,
    url: pageOf(here, issue),
    ...writtenBy(here, { userId: issue.user_id, body: issue.body ?? "" }),
    authorAssociation: () => associationOf(here, issue.user_id),
    createdAt: issue.created_at,
    updatedAt: issue.updated_at,
    closed: issue.state === "closed",
    closedAt: issue.closed_at,
    locked: issue.locked === 1,
    activeLockReason: issue.lock_reason?.toUpperCase().replaceAll(/[ -]/g, "_") ?? null,
    viewerCanUpdate: includes(permission, "triage") || issue.user_id === viewer?.id,
    repository: () => repositoryLink(here, repository),
    milestone: () => {
      const milestone = issue.milestone_id === null ? undefined : milestoneById(store, issue.milestone_id);
      return milestone ? milestoneNode(here, milestone) : null;
    },
    reactionGroups: () => reactionGroups(here, { subject: "issue", id: issue.id }),
    labels: (wanted: Slice & { orderBy?: LabelOrder | null }) =>
      connection(inMemory(ordered(labelsOf(store, issue.id), wanted.orderBy)), wanted, (label) =>
        labelNode(here, label),
      ),
    ...people(here, issue),
    comments: (slice: Slice) =>
      connection(commentSource(here, issue), slice, (comment) => commentNode(here, issue, comment)),
    projectCards: (slice: Slice) => connection(nothing, slice, () => null),
    projectItems: (slice: Slice) => connection(nothing, slice, () => null),
  };
};

const people = (here: RepositoryContext, issue: Issue) => ({
  assignees: (slice: Slice) =>
    connection(
      inMemory(assigneesOf(here.store, issue.id).filter(({ login }) => !login.endsWith("[bot]"))),
      slice,
      (user) => userNode(here, user),
    ),
  assignedActors: (slice: Slice) =>
    connection(inMemory(assigneesOf(here.store, issue.id)), slice, (user) => actorNode(here, user)),
});

const commentSource = ({ store }: RepositoryContext, issue: Issue) => ({
  count: () => countComments(store, issue.id),
  items: (start: number, end: number) => commentsOf(store, issue.id, { limit: end - start, offset: start }),
});
