import type { Store } from "../store.ts";

export const statusesSchema = `
  create table statuses (
    id integer primary key autoincrement,
    repository_id integer not null references repositories (id) on delete cascade,
    sha text not null,
    context text not null,
    state text not null,
    description text,
    target_url text,
    creator_id integer not null references users (id),
    created_at text not null
  );
  create index statuses_by_commit on statuses (repository_id, sha, context)`;

export type StatusState = "error" | "failure" | "pending" | "success";

export interface StatusContext {
  readonly id: number;
  readonly repository_id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: StatusState;
  readonly description: string | null;
  readonly target_url: string | null;
  readonly creator_id: number;
  readonly created_at: string;
}

/** Every status of a commit, newest first. */
export const statusesOf = (store: Store, repositoryId: number, sha: string): StatusContext[] =>
  store.all<StatusContext>(
    "select * from statuses where repository_id = ? and sha = ? order by id desc",
    repositoryId,
    sha,
  );

/** The last status of each context. */
export const currentStatuses = (store: Store, repositoryId: number, sha: string): StatusContext[] =>
  store.all<StatusContext>(
    `select * from statuses where id in (
       select max(id) from statuses where repository_id = ? and sha = ? group by context) order by id`,
    repositoryId,
    sha,
  );

export const insertStatus = (store: Store, status: Omit<StatusContext, "id">): StatusContext => {
  const id = store.run(
    `insert into statuses (repository_id, sha, context, state, description, target_url, creator_id, created_at)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    status.repository_id,
    status.sha,
    status.context,
    status.state,
    status.description,
    status.target_url,
    status.creator_id,
    status.created_at,
  );
  return { ...status, id };
};

export const countStatuses = (
  store: Store,
  status: Pick<StatusContext, "repository_id" | "sha" | "context">,
): number =>
  store.get<{ count: number }>(
    "select count(*) as count from statuses where repository_id = ? and sha = ? and context = ?",
    status.repository_id,
    status.sha,
    status.context,
  )?.count ?? 0;
