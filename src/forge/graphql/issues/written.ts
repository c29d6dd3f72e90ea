import type { RepositoryContext } from "../../context.ts";
import { associationOf } from "../../issues/view.ts";
import { nodeId } from "../../node-id.ts";
import { actorOf } from "../users/node.ts";

/** What everything says that somebody wrote; the forge keeps no earlier texts and hides none. */
export const writtenBy = (here: RepositoryContext, { userId, body }: { userId: number; body: string }) => ({
  author: () => actorOf(here, userId),
  body,
  bodyText: body,
  viewerDidAuthor: here.viewer?.id === userId,
  lastEditedAt: null,
  includesCreatedEdit: false,
});

interface Comment {
  readonly id: number;
  readonly user_id: number;
  readonly body: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What comments of issues and of reviews say alike; `prefix` is that of their node ids. */
export const commentFields = (here: RepositoryContext, prefix: "IC" | "PRRC", comment: Comment) => ({
  id: nodeId(prefix, comment.id),
  databaseId: comment.id,
  fullDatabaseId: String(comment.id),
  ...writtenBy(here, { userId: comment.user_id, body: comment.body }),
  authorAssociation: () => associationOf(here, comment.user_id),
  createdAt: comment.created_at,
  updatedAt: comment.updated_at,
  isMinimized: false,
  minimizedReason: null,
});
