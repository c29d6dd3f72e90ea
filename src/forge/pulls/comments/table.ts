import { byNumber } from "../../by-number.ts";
import type { Repository } from "../../repository.ts";
import type { Store, Value } from "../../store.ts";
import type { Side } from "./anchor.ts";

export interface ReviewComment {
  readonly id: number;
  readonly repository_id: number;
  readonly pull_id: number;
  readonly review_id: number;
  /** The first comment of its thread; `null` for that one itself. */
  readonly in_reply_to_id: number | null;
  readonly user_id: number;
  readonly body: string;
  readonly path: string;
  readonly subject_type: "line" | "file";
  readonly side: Side;
  readonly start_side: Side | null;
  readonly commit_id: string;
  /** `null` when the head no longer has the line. */
  readonly position: number | null;
  readonly line: number | null;
  readonly start_line: number | null;
  readonly original_commit_id: string;
  readonly original_position: number;
  readonly original_line: number | null;
  readonly original_start_line: number | null;
  readonly diff_hunk: string;
  /** Who resolved the thread; only on its first comment. */
  readonly resolved_by: number | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A comment of a pending review is seen by its author alone. */
const visible = `(user_id = ? or exists (
  select 1 from reviews where reviews.id = review_id and reviews.state <> 'PENDING'))`;

/** The comments that somebody may see under a condition, such as those of one pull request. */
export const visibleComments = (
  store: Store,
  {
    where,
    value,
    order,
    viewerId,
  }: { where: "pull_id" | "review_id" | "repository_id"; value: number; order: string; viewerId: number },
): ReviewComment[] =>
  store.all<ReviewComment>(
    `select * from review_comments where ${where} = ? and ${visible} order by ${order}`,
    value,
    viewerId,
  );

/**
 * The comment of an id as it stands in an address.
 * @throws HttpError 404 when the repository has none of that id that the viewer may see.
 */
export const reviewCommentAt = (
  store: Store,
  { repository, id, viewerId }: { repository: Repository; id: string; viewerId: number },
): ReviewComment =>
  byNumber(id, (number) =>
    store.get<ReviewComment>(
      `select * from review_comments where id = ? and repository_id = ? and ${visible}`,
      number,
      repository.id,
      viewerId,
    ),
  );

export const reviewCommentById = (store: Store, id: number): ReviewComment | undefined =>
  store.get<ReviewComment>("select * from review_comments where id = ?", id);

export type NewReviewComment = Omit<ReviewComment, "id" | "created_at" | "updated_at" | "resolved_by">;

export const insertReviewComment = (store: Store, comment: NewReviewComment, now: string): ReviewComment => {
  const row: Record<string, Value> = { ...comment, created_at: now, updated_at: now };
  const columns = Object.keys(row);
  const id = store.run(
    `insert into review_comments (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`,
    ...Object.values(row),
  );
  return { ...comment, id, resolved_by: null, created_at: now, updated_at: now };
};
