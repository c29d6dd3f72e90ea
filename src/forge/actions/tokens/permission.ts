import type { Operation } from "../../context.ts";
import type { Grant } from "../../grant.ts";
import { type Permission, permissionOf } from "../../permissions.ts";
import type { Repository } from "../../repository.ts";
import type { Store } from "../../store.ts";
import { allows } from "./scopes.ts";

/** What a job's token may in an operation: at most what somebody may who writes, and nothing elsewhere. */
export const permissionWith = (
  store: Store,
  {
    grant,
    repository,
    operation,
    isAboutPull,
  }: { grant: Grant; repository: Repository; operation: Operation; isAboutPull: boolean },
): Permission => {
  if (grant.repositoryId !== repository.id) return permissionOf(store, repository, null);
  return allows(grant.scopes, { ...operation, isAboutPull }) ? "write" : "read";
};
