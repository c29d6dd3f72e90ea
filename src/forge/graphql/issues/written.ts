import type { RepositoryContext } from "../../context.ts";
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
