import type { RepositoryContext, RequestContext } from "../context.ts";
import { get } from "../repositories/get.ts";
import { findRepository, repositoryById } from "../repositories/table.ts";
import { mayRead } from "../repositories/visible.ts";
import type { Repository } from "../repository.ts";
import { missing } from "./errors.ts";

/** @throws GraphQLError when there is none that the asker sees. */
export const repositoryNamed = (context: RequestContext, owner: string, name: string): Repository => {
  const repository = findRepository(context.store, owner, name);
  if (repository && mayRead(context, repository)) return repository;
  throw missing(`Could not resolve to a Repository with the name '${owner}/${name}'.`);
};

/** The repository of an id, if the asker sees it. */
export const repositoryOf = (context: RequestContext, id: number): Repository | undefined => {
  const repository = repositoryById(context.store, id);
  return repository && mayRead(context, repository) ? repository : undefined;
};

/** The repository as its own address shows it. */
export const inside = (context: RequestContext, repository: Repository): RepositoryContext =>
  context.calls.enter(get, repository);
