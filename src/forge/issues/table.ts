import { byNumber } from "../by-number.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";

/** An issue or a pull request. */
export interface Issue {
  readonly id: number;
  readonly repository_id: number;
  readonly number: number;
  readonly is_pull: 0 | 1;
  readonly title: string;
  readonly body: string | null;
  readonly state: "open" | "closed";
  readonly state_reason: "completed" | "not_planned" | "reopened" | "duplicate" | null;
  readonly user_id: number;
  readonly milestone_id: number | null;
  readonly locked: 0 | 1;
  readonly lock_reason: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  readonly closed_by: number | null;
  /** For a pull request: when it was merged. */
  readonly merged_at: string | null;
}

export const findIssue = (store: Store, repositoryId: number, number: number): Issue | undefined =>
  store.get<Issue>("select * from issues where repository_id = ? and number = ?", repositoryId, number);

export const issueById = (store: Store, id: number): Issue | undefined =>
  store.get<Issue>("select * from issues where id = ?", id);

/**
 * The issue or pull request of a number as it stands in an address.
 * @throws HttpError 404 when there is none.
 */
export const issueAt = (store: Store, repository: Repository, number: string): Issue =>
  byNumber(number, (value) => findIssue(store, repository.id, value));

interface NewIssue {
  readonly repository_id: number;
  readonly number: number;
  readonly is_pull: 0 | 1;
  readonly title: string;
  readonly body: string | null;
  readonly user_id: number;
}

/** Stores a new open issue or pull request and returns its id. */
export const insertIssue = (store: Store, issue: NewIssue, now: string): number =>
  store.run(
    `insert into issues (repository_id, number, is_pull, title, body, user_id, created_at, updated_at)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)`,
    issue.repository_id,
    issue.number,
    issue.is_pull,
    issue.title,
    issue.body,
    issue.user_id,
    now,
  );

/** Marks an issue as changed: its labels, comments, assignees or anything else that it shows. */
export const touchIssue = (store: Store, issueId: number, now: string): void => {
  store.run("update issues set updated_at = max(updated_at, ?) where id = ?", now, issueId);
};

/** Whether somebody's pull request was merged there before. */
export const hasContributed = (store: Store, repositoryId: number, userId: number): boolean =>
  store.get(
    "select 1 from issues where repository_id = ? and user_id = ? and merged_at is not null limit 1",
    repositoryId,
    userId,
  ) !== undefined;
