import { randomInt } from "node:crypto";
import type { Store } from "../../store.ts";
import { type BoxKeys, newBoxKeys, openSealed } from "./sealed-box.ts";

/** Repositories' secrets as they were sealed, and the keys that open them. */
export const secretsSchema = `
  create table secret_keys (
    repository_id integer primary key references repositories (id) on delete cascade,
    id text not null,
    public_key text not null,
    private_key text not null
  );
  create table secrets (
    repository_id integer not null references repositories (id) on delete cascade,
    name text not null collate nocase,
    sealed text not null,
    created_at text not null,
    updated_at text not null,
    primary key (repository_id, name)
  )`;

/** A repository's secret as people see it: nobody is told its value. */
export interface SecretName {
  /** Upper case, as GitHub keeps it. */
  readonly name: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The keys of a repository, which are made when they are first asked for. */
export const secretKeysOf = (store: Store, repositoryId: number): BoxKeys & { readonly id: string } =>
  store.transaction(() => {
    const known = findKeys(store, repositoryId);
    if (known) return known;
    const made = { id: String(randomInt(2 ** 47)), ...newBoxKeys() };
    store.run(
      "insert into secret_keys (repository_id, id, public_key, private_key) values (?, ?, ?, ?)",
      repositoryId,
      made.id,
      made.publicKey,
      made.privateKey,
    );
    return made;
  });

const findKeys = (store: Store, repositoryId: number): (BoxKeys & { readonly id: string }) | undefined =>
  store.get(
    "select id, public_key as publicKey, private_key as privateKey from secret_keys where repository_id = ?",
    repositoryId,
  );

const select = "select name, created_at, updated_at from secrets where repository_id = ?";

export const secretNamesOf = (store: Store, repositoryId: number): SecretName[] =>
  store.all<SecretName>(`${select} order by name`, repositoryId);

export const findSecret = (store: Store, repositoryId: number, name: string): SecretName | undefined =>
  store.get<SecretName>(`${select} and name = ?`, repositoryId, name);

/** The values of a repository's secrets, by name. */
export const secretValuesOf = (store: Store, repositoryId: number): Record<string, string> => {
  const keys = findKeys(store, repositoryId);
  const all = store.all<{ name: string; sealed: string }>(
    "select name, sealed from secrets where repository_id = ?",
    repositoryId,
  );
  return Object.fromEntries(
    all.flatMap(({ name, sealed }) => {
      const value = keys ? openSealed(Buffer.from(sealed, "base64"), keys) : null;
      return value === null ? [] : [[name, value]];
    }),
  );
};

export const keepSecret = (
  store: Store,
  { repositoryId, name, sealed }: { repositoryId: number; name: string; sealed: string },
  now: string,
): void =>
  store.transaction(
    () =>
      void store.run(
        `insert into secrets (repository_id, name, sealed, created_at, updated_at) values (?1, ?2, ?3, ?4, ?4)
         on conflict (repository_id, name) do update set sealed = ?3, updated_at = ?4`,
        repositoryId,
        name.toUpperCase(),
        sealed,
        now,
      ),
  );

export const deleteSecret = (store: Store, repositoryId: number, name: string): void =>
  store.transaction(
    () => void store.run("delete from secrets where repository_id = ? and name = ?", repositoryId, name),
  );
