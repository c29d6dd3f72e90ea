import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";

export const repositoriesSchema = `
  create table repositories (
    id integer primary key autoincrement,
    owner_id integer not null references users (id),
    name text not null collate nocase,
    description text,
    private integer not null default 0,
    default_branch text not null,
    allow_merge_commit integer not null default 1,
    allow_squash_merge integer not null default 1,
    allow_rebase_merge integer not null default 1,
    delete_branch_on_merge integer not null default 0,
    next_number integer not null default 1,
    next_milestone integer not null default 1,
    created_at text not null,
    updated_at text not null,
    pushed_at text not null,
    unique (owner_id, name)
  );
  create table collaborators (
    repository_id integer not null references repositories (id) on delete cascade,
    user_id integer not null references users (id),
    role text not null,
    primary key (repository_id, user_id)
  )`;

const selectRepositories =
  "select repositories.*, users.login as owner from repositories join users on users.id = owner_id";

export const findRepository = (store: Store, owner: string, name: string): Repository | undefined =>
  store.get<Repository>(`${selectRepositories} where users.login = ? and name = ?`, owner, name);

export const repositoryById = (store: Store, id: number): Repository | undefined =>
  store.get<Repository>(`${selectRepositories} where repositories.id = ?`, id);

/** Every repository, in the order in which they were made. */
export const allRepositories = (store: Store): Repository[] =>
  store.all<Repository>(`${selectRepositories} order by repositories.id`);

/** Repositories that the user owns. */
export const repositoriesOf = (store: Store, ownerId: number): Repository[] =>
  store.all<Repository>(`${selectRepositories} where owner_id = ? order by name`, ownerId);

/** Repositories that the user owns or was added to. */
export const repositoriesWith = (store: Store, userId: number): Repository[] =>
  store.all<Repository>(
    `${selectRepositories} where owner_id = ?1 or exists (
       select 1 from collaborators where repository_id = repositories.id and user_id = ?1)
     order by users.login, name`,
    userId,
  );

export const insertRepository = (
  store: Store,
  repository: Pick<
    Repository,
    "owner_id" | "name" | "description" | "private" | "default_branch" | "parent_id"
  >,
  now: string,
): number =>
  store.run(
    `insert into repositories (owner_id, name, description, private, default_branch, created_at, updated_at, pushed_at,
       parent_id) values (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?6, ?7)`,
    repository.owner_id,
    repository.name,
    repository.description,
    repository.private,
    repository.default_branch,
    now,
    repository.parent_id,
  );

/** The next number of the repository; issues and pull requests share one count. */
export const nextNumber = (store: Store, repositoryId: number): number => {
  const row = store.get<{ next_number: number }>(
    "select next_number from repositories where id = ?",
    repositoryId,
  );
  const number = row?.next_number ?? 1;
  store.run("update repositories set next_number = ? where id = ?", number + 1, repositoryId);
  return number;
};

/** Removes a repository with everything that is kept about it. */
export const deleteRepository = (store: Store, id: number): void => {
  const issues = "select id from issues where repository_id = ?";
  const comments = "select id from comments where repository_id = ?";
  store.run(`delete from reactions where subject = 'issue' and subject_id in (${issues})`, id);
  store.run(`delete from reactions where subject = 'comment' and subject_id in (${comments})`, id);
  store.run("delete from repositories where id = ?", id);
};
