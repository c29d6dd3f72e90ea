import type { Store } from "../store.ts";

/** A repository's secrets and variables, which its workflows read. */
export type ValueKind = "secret" | "variable";

export interface ActionsValue {
  /** Upper case, as GitHub keeps it. */
  readonly name: string;
  readonly value: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export const valuesOf = (store: Store, repositoryId: number, kind: ValueKind): ActionsValue[] =>
  store.all<ActionsValue>(
    "select name, value, created_at, updated_at from actions_values where repository_id = ? and kind = ? order by name",
    repositoryId,
    kind,
  );

/** The values by name. */
export const valueMap = (store: Store, repositoryId: number, kind: ValueKind): Record<string, string> =>
  Object.fromEntries(valuesOf(store, repositoryId, kind).map(({ name, value }) => [name, value]));

/** Sets a value; what was there under its name is replaced. */
export const setValue = (
  store: Store,
  { repositoryId, kind, name, value }: { repositoryId: number; kind: ValueKind; name: string; value: string },
  now: string,
): void =>
  store.transaction(
    () =>
      void store.run(
        `insert into actions_values (repository_id, kind, name, value, created_at, updated_at)
         values (?1, ?2, ?3, ?4, ?5, ?5)
         on conflict (repository_id, kind, name) do update set value = ?4, updated_at = ?5`,
        repositoryId,
        kind,
        name.toUpperCase(),
        value,
        now,
      ),
  );

export const deleteValue = (store: Store, repositoryId: number, kind: ValueKind, name: string): void =>
  store.transaction(
    () =>
      void store.run(
        "delete from actions_values where repository_id = ? and kind = ? and name = ?",
        repositoryId,
        kind,
        name,
      ),
  );

/** Whether a secret or a variable may be called so: GitHub's rules. */
export const isValueName = (name: string): boolean =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !/^GITHUB_/i.test(name);
