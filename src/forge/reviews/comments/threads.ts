import type { ReviewComment } from "../../pulls/comments/table.ts";
import { reviewCommentById, visibleComments } from "../../pulls/comments/table.ts";
import type { Store } from "../../store.ts";

/** A review thread: a first comment and the answers to it. Its id is the first comment's. */
export interface Thread {
  readonly root: ReviewComment;
  readonly comments: readonly ReviewComment[];
}

/** The threads of a pull request that somebody may see, oldest first. */
export const threadsOf = (store: Store, pullId: number, viewerId: number): Thread[] => {
  const comments = visibleComments(store, { where: "pull_id", value: pullId, order: "id", viewerId });
  return comments
    .filter(({ in_reply_to_id }) => in_reply_to_id === null)
    .map((root) => ({
      root,
      comments: comments.filter(({ id, in_reply_to_id }) => id === root.id || in_reply_to_id === root.id),
    }));
};

export const isResolved = ({ root }: Thread): boolean => root.resolved_by !== null;

/** Whether the head no longer has the line that the thread is about. */
export const isOutdated = ({ root }: Thread): boolean => root.position === null;

/** The thread of an id; `undefined` when there is none. */
export const threadById = (store: Store, id: number, viewerId: number): Thread | undefined => {
  const root = reviewCommentById(store, id);
  if (root?.in_reply_to_id !== null) return undefined;
  return threadsOf(store, root.pull_id, viewerId).find((thread) => thread.root.id === id);
};

/** Resolves a thread in somebody's name, or opens it again. */
export const setResolved = (store: Store, thread: Thread, by: number | null): void => {
  store.run("update review_comments set resolved_by = ? where id = ?", by, thread.root.id);
};
