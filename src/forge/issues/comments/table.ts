import { byNumber } from "../../by-number.ts";
import type { Repository } from "../../repository.ts";
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
export const commentAt = (store: Store, repository: Repository, id: string): Comment =>
  byNumber(id, (number) =>
    store.get<Comment>("select * from comments where id = ? and repository_id = ?", number, repository.id),
  );

export const commentById = (store: Store, id: number): Comment | undefined =>
  store.get<Comment>("select * from comments where id = ?", id);

/** How many comments an issue has. */
export const countComments = (store: Store, issueId: number): number =>
  store.get<{ count: number }>("select count(*) as count from comments where issue_id = ?", issueId)?.count ??
  0;

/** How many comments each of many issues has, whose ids are a JSON list; none of those that have none. */
export const commentCounts = (
  store: Store,
  ids: string,
): { readonly of_issue: number; readonly count: number }[] =>
  store.all(
    `select issue_id as of_issue, count(*) as count from comments
     where issue_id in (select value from json_each(?)) group by issue_id`,
    ids,
  );

/** A part of an issue's comments, oldest first. */
export const commentsOf = (
  store: Store,
  issueId: number,
  { limit, offset }: { limit: number; offset: number },
): Comment[] =>
  store.all<Comment>(
    "select * from comments where issue_id = ? order by id limit ? offset ?",
    issueId,
    limit,
    offset,
  );

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
