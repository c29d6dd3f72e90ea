import type { Repository } from "./repository.ts";
import type { Store } from "./store.ts";

/** What somebody may do in a repository, from least to most. */
const permissions = ["none", "read", "triage", "write", "maintain", "admin"] as const;

export type Permission = (typeof permissions)[number];

/** Whether `held` includes `needed`. */
export const includes = (held: Permission, needed: Permission): boolean =>
  permissions.indexOf(held) >= permissions.indexOf(needed);

/** What the user may do; everyone, signed in or not, reads public repositories. */
export const permissionOf = (store: Store, repository: Repository, userId: number | null): Permission => {
  if (userId === repository.owner_id) return "admin";
  const role =
    userId === null
      ? undefined
      : store.get<{ role: Permission }>(
          "select role from collaborators where repository_id = ? and user_id = ?",
          repository.id,
          userId,
        )?.role;
  return role ?? (repository.private ? "none" : "read");
};

/** What a user may who may have come for some repositories alone, as an App's bot does. */
export const permissionWithin = (
  store: Store,
  repository: Repository,
  { user, only }: { user: { readonly id: number } | null; only: readonly number[] | null },
): Permission =>
  permissionOf(store, repository, only?.includes(repository.id) === false ? null : (user?.id ?? null));
