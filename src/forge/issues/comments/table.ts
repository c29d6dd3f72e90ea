import { notFound } from "../../errors.ts";
import type { Repository } from "../../repositories/table.ts";
import type { Store } from "../../store.ts";

export interface Comment {
  readonly id: number;
  readonly repository_id: number;
  readonly issue_id: number;
  readonly user_id: number;
  readonly body: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/**
 * The comment of an id as it stands in an address.
 * @throws HttpError 404 when the repository has none of that id.
 */
export const commentAt = (store: Store, repository: Repository, id: string): Comment => {
  const comment = /^\d+$/.test(id)
    ? store.get<Comment>(
        "select * from comments where id = ? and repository_id = ?",
        Number(id),
        repository.id,
      )
    : undefined;
  if (!comment) throw notFound();
  return comment;
};

export const insertComment = (
  store: Store,
  comment: Pick<Comment, "repository_id" | "issue_id" | "user_id" | "body">,
  now: string,
): Comment => {
  const id = store.run(
    `insert into comments (repository_id, issue_id, user_id, body, created_at, updated_at)
     values (?1, ?2, ?3, ?4, ?5, ?5)`,
    comment.repository_id,
    comment.issue_id,
    comment.user_id,
    comment.body,
    now,
  );
  return { ...comment, id, created_at: now, updated_at: now };
};
