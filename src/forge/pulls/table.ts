import { byNumber } from "../by-number.ts";
import type { Issue } from "../issues/table.ts";
import type { Repository } from "../repository.ts";
import type { Store, Value } from "../store.ts";

/** A pull request: its issue's row and its own. */
export interface Pull extends Issue {
  /** The branch's name, without `refs/heads/`. */
  readonly head_ref: string;
  readonly head_sha: string;
  /** Where its head is; `null` once that repository is gone. */
  readonly head_repository_id: number | null;
  readonly head_owner_id: number;
  /** The login of the head's owner. */
  readonly head_owner: string;
  readonly base_ref: string;
  readonly base_sha: string;
  readonly draft: 0 | 1;
  readonly maintainer_can_modify: 0 | 1;
  readonly merge_commit_sha: string | null;
  readonly merged_by: number | null;
  /** Who pushed its head; `null` where nobody saw it. */
  readonly head_pusher_id: number | null;
}

/** Whether a pull request's head is in another repository than its base, or in one that is gone. */
export const isForeign = (pull: Pick<Pull, "repository_id" | "head_repository_id">): boolean =>
  pull.head_repository_id !== pull.repository_id;

const selectPulls = `select issues.*, head_ref, head_sha, head_repository_id, head_owner_id,
    (select login from users where users.id = head_owner_id) as head_owner, base_ref, base_sha, draft,
    maintainer_can_modify, merge_commit_sha, merged_by, head_pusher_id from pulls join issues on issues.id = pulls.issue_id`;

export const findPull = (store: Store, repositoryId: number, number: number): Pull | undefined =>
  store.get<Pull>(
    `${selectPulls} where issues.repository_id = ? and issues.number = ?`,
    repositoryId,
    number,
  );

export const pullById = (store: Store, id: number): Pull | undefined =>
  store.get<Pull>(`${selectPulls} where issues.id = ?`, id);

/**
 * The pull request of a number as it stands in an address.
 * @throws HttpError 404 when there is none.
 */
export const pullAt = (store: Store, repository: Repository, number: string): Pull =>
  byNumber(number, (value) => findPull(store, repository.id, value));

/** The open pull requests with the shas last seen, oldest first; starts no git. */
export const openPulls = (store: Store, repositoryId: number): Pull[] =>
  store.all<Pull>(
    `${selectPulls} where pulls.repository_id = ? and state = 'open' order by issues.number`,
    repositoryId,
  );

/** The open pull request from one branch into another: there is at most one. */
export const openPullBetween = (
  store: Store,
  between: Pick<Pull, "repository_id" | "head_repository_id" | "head_ref" | "base_ref">,
): Pull | undefined =>
  store.get<Pull>(
    `${selectPulls} where pulls.repository_id = ? and head_repository_id = ? and head_ref = ? and base_ref = ?
       and state = 'open'`,
    between.repository_id,
    between.head_repository_id,
    between.head_ref,
    between.base_ref,
  );

/** Open pull requests from the repository's own branches whose head is exactly that commit. */
export const openPullsAt = (store: Store, repositoryId: number, sha: string): Pull[] =>
  store.all<Pull>(
    `${selectPulls} where pulls.repository_id = ?1 and head_repository_id = ?1 and head_sha = ?2 and state = 'open'`,
    repositoryId,
    sha,
  );

/** A condition in SQL and its value. */
export type PullFilter = readonly [condition: string, value: Value];

export const listPulls = (
  store: Store,
  filters: readonly PullFilter[],
  { order, limit, offset }: { order: string; limit: number; offset: number },
): Pull[] =>
  store.all<Pull>(
    `${selectPulls} where ${conditionsOf(filters)} order by ${order} limit ? offset ?`,
    ...filters.map(([, value]) => value),
    limit,
    offset,
  );

export const countPulls = (store: Store, filters: readonly PullFilter[]): number =>
  store.get<{ count: number }>(
    `select count(*) as count from pulls join issues on issues.id = pulls.issue_id where ${conditionsOf(filters)}`,
    ...filters.map(([, value]) => value),
  )?.count ?? 0;

const conditionsOf = (filters: readonly PullFilter[]): string =>
  filters.map(([condition]) => condition).join(" and ");

type NewPull = Pick<
  Pull,
  | "repository_id"
  | "head_ref"
  | "head_sha"
  | "head_repository_id"
  | "head_owner_id"
  | "base_ref"
  | "base_sha"
  | "draft"
  | "maintainer_can_modify"
  | "head_pusher_id"
>;

/** Stores what makes an issue's row a pull request. */
export const insertPull = (store: Store, issueId: number, pull: NewPull): void => {
  store.run(
    `insert into pulls (issue_id, repository_id, head_ref, head_sha, head_repository_id, head_owner_id, base_ref,
       base_sha, draft, maintainer_can_modify, head_pusher_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    issueId,
    pull.repository_id,
    pull.head_ref,
    pull.head_sha,
    pull.head_repository_id,
    pull.head_owner_id,
    pull.base_ref,
    pull.base_sha,
    pull.draft,
    pull.maintainer_can_modify,
    pull.head_pusher_id,
  );
};

/** Follows the branches: what the pull request compares now, and who pushed that. */
export const movePull = (
  store: Store,
  pull: Pick<Pull, "id" | "head_sha" | "base_ref" | "base_sha" | "head_pusher_id">,
  now: string,
): void => {
  store.run(
    "update pulls set head_sha = ?, base_ref = ?, base_sha = ?, head_pusher_id = ? where issue_id = ?",
    pull.head_sha,
    pull.base_ref,
    pull.base_sha,
    pull.head_pusher_id,
    pull.id,
  );
  store.run("update issues set updated_at = max(updated_at, ?) where id = ?", now, pull.id);
};

/** Remembers the commit that a merge is about to make the base's, so that a merge cut short is recognised. */
export const announceMerge = (store: Store, pullId: number, merge: { sha: string; by: number }): void => {
  store.run(
    "update pulls set merge_commit_sha = ?, merged_by = ? where issue_id = ?",
    merge.sha,
    merge.by,
    pullId,
  );
};

export const markMerged = (store: Store, pullId: number, now: string): void => {
  store.run("update issues set merged_at = ? where id = ? and merged_at is null", now, pullId);
  store.run(
    `update issues set state = 'closed', closed_at = ?1, updated_at = ?1,
       closed_by = (select merged_by from pulls where issue_id = ?2) where id = ?2 and state = 'open'`,
    now,
    pullId,
  );
};

export const closePull = (store: Store, pullId: number, now: string): void => {
  store.run(
    "update issues set state = 'closed', closed_at = ?1, updated_at = ?1 where id = ?2 and state = 'open'",
    now,
    pullId,
  );
};
