import type { Repository } from "../../repository.ts";
import type { Store } from "../../store.ts";
import { repositoriesOf, repositoryById } from "../table.ts";

/** What forks add: where a repository, a pull request's head and a run's commit come from; `null` when that is gone. */
export const forksSchema = `
  alter table repositories add column parent_id integer references repositories (id) on delete set null;
  create index repositories_by_parent on repositories (parent_id);
  alter table pulls add column head_repository_id integer references repositories (id) on delete set null;
  alter table pulls add column head_owner_id integer references users (id);
  update pulls set head_repository_id = repository_id,
    head_owner_id = (select owner_id from repositories where repositories.id = pulls.repository_id);
  create index pulls_by_head_repository on pulls (head_repository_id);
  alter table workflow_runs add column head_repository_id integer references repositories (id) on delete set null;
  update workflow_runs set head_repository_id = repository_id;
  alter table disabled_workflows add column disabled integer not null default 1`;

/** The repository that a fork was made of; `undefined` for one that is no fork. */
export const parentOf = (store: Store, { parent_id }: Repository): Repository | undefined =>
  parent_id === null ? undefined : repositoryById(store, parent_id);

/** The repository that a network of forks began with: itself for one that is no fork. */
export const sourceOf = (store: Store, repository: Repository): Repository => {
  const parent = parentOf(store, repository);
  return parent ? sourceOf(store, parent) : repository;
};

/** Forks made of this very repository, newest first. */
export const forksOf = (store: Store, { id }: Pick<Repository, "id">): Repository[] =>
  store
    .all<{ id: number }>("select id from repositories where parent_id = ? order by id desc", id)
    .flatMap((fork) => repositoryById(store, fork.id) ?? []);

export const countForks = (store: Store, { id }: Pick<Repository, "id">): number =>
  store.get<{ count: number }>("select count(*) as count from repositories where parent_id = ?", id)?.count ??
  0;

/** An owner's repository in the network of another: an owner has at most one, as on GitHub. */
export const ofNetwork = (store: Store, repository: Repository, ownerId: number): Repository | undefined => {
  const source = sourceOf(store, repository);
  return repositoriesOf(store, ownerId).find((one) => sourceOf(store, one).id === source.id);
};

/** Takes a repository out of its network: its forks become those of its parent, or else of the oldest of them. */
export const leaveNetwork = (store: Store, { id, parent_id }: Repository): void => {
  const oldest = forksOf(store, { id }).at(-1)?.id ?? null;
  const heir = parent_id ?? oldest;
  store.run("update repositories set parent_id = nullif(?, id) where parent_id = ?", heir, id);
  store.run("update repositories set parent_id = null where id = ?", id);
};
