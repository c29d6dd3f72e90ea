import type { RepositoryContext } from "../../context.ts";
import type { Comment } from "../../issues/comments/table.ts";
import type { Issue } from "../../issues/table.ts";
import { associationOf, pageOf } from "../../issues/view.ts";
import { nodeId } from "../../node-id.ts";
import { repositoryNode } from "../repositories/node.ts";
import { reactionGroups } from "./reactions.ts";
import { writtenBy } from "./written.ts";

/** GitHub's `IssueComment`. */
export const commentNode = (here: RepositoryContext, issue: Issue, comment: Comment) => ({
  __typename: "IssueComment",
  id: nodeId("IC", comment.id),
  databaseId: comment.id,
  fullDatabaseId: String(comment.id),
  ...writtenBy(here, { userId: comment.user_id, body: comment.body }),
  authorAssociation: () => associationOf(here, comment.user_id),
  createdAt: comment.created_at,
  updatedAt: comment.updated_at,
  isMinimized: false,
  minimizedReason: null,
  reactionGroups: () => reactionGroups(here, { subject: "comment", id: comment.id }),
  repository: () => repositoryNode(here, here.repository),
  url: `${pageOf(here, issue)}#issuecomment-${comment.id}`,
});
