import type { Store } from "../store.ts";

/** A repository's variable, which its workflows read as `vars`. */
export interface Variable {
  /** Upper case, as GitHub keeps it. */
  readonly name: string;
  readonly value: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const select = "select name, value, created_at, updated_at from variables where repository_id = ?";

export const variablesOf = (store: Store, repositoryId: number): Variable[] =>
  store.all<Variable>(`${select} order by name`, repositoryId);

export const findVariable = (store: Store, repositoryId: number, name: string): Variable | undefined =>
  store.get<Variable>(`${select} and name = ?`, repositoryId, name);

export const insertVariable = (
  store: Store,
  { repositoryId, name, value }: { repositoryId: number; name: string; value: string },
  now: string,
): void =>
  store.transaction(
    () =>
      void store.run(
        `insert into variables (repository_id, name, value, created_at, updated_at) values (?1, ?2, ?3, ?4, ?4)`,
        repositoryId,
        name.toUpperCase(),
        value,
        now,
      ),
  );

/** Renames a variable, gives it another value, or both. */
export const updateVariable = (
  store: Store,
  {
    repositoryId,
    variable,
    name,
    value,
  }: { repositoryId: number; variable: Variable; name: string; value: string },
  now: string,
): void =>
  store.transaction(
    () =>
      void store.run(
        "update variables set name = ?, value = ?, updated_at = ? where repository_id = ? and name = ?",
        name.toUpperCase(),
        value,
        now,
        repositoryId,
        variable.name,
      ),
  );

export const deleteVariable = (store: Store, repositoryId: number, name: string): void =>
  store.transaction(
    () => void store.run("delete from variables where repository_id = ? and name = ?", repositoryId, name),
  );
