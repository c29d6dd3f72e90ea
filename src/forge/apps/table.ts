import { randomBytes } from "node:crypto";
import { ensureUser, findUser, type User } from "../accounts.ts";
import type { App } from "../caller.ts";
import { timestamp } from "../clock.ts";
import type { InstallationToken, Scopes } from "../grant.ts";
import { repositoriesOf } from "../repositories/table.ts";
import type { Repository } from "../repository.ts";
import type { Store } from "../store.ts";
import { hashOf } from "../token-hash.ts";

export const appsSchema = `
  create table apps (
    id integer primary key,
    slug text not null unique collate nocase,
    public_key text not null,
    created_at text not null
  );
  create table installation_tokens (
    hash text primary key,
    user_id integer not null references users (id),
    repository_ids text not null,
    expires_at text not null
  )`;

export const tokenScopesSchema = `
  alter table installation_tokens add column scopes text not null default '{}'`;

/** A GitHub App as the forge's starter gives it. */
export interface AppOptions {
  readonly id: number;
  /** Its name in addresses; it acts as `<slug>[bot]`. */
  readonly slug: string;
  /** What its JSON web tokens are checked with: PEM. */
  readonly publicKey: string;
}

/** Keeps the Apps that the forge was started with, and makes the users that they act as. */
export const ensureApps = (store: Store, apps: readonly AppOptions[]): void => {
  for (const { id, slug, publicKey } of apps) {
    ensureUser(store, botOf({ slug }));
    store.transaction(() =>
      store.run(
        `insert into apps (id, slug, public_key, created_at) values (?, ?, ?, ?)
         on conflict (id) do update set slug = excluded.slug, public_key = excluded.public_key`,
        ...[id, slug, publicKey, timestamp()],
      ),
    );
  }
};

export const appById = (store: Store, id: number): App | undefined =>
  store.get<App>("select * from apps where id = ?", id);

export const appBySlug = (store: Store, slug: string): App | undefined =>
  store.get<App>("select * from apps where slug = ?", slug);

/** The login that an App acts as. */
export const botOf = ({ slug }: Pick<App, "slug">): string => `${slug}[bot]`;

/** The owner's repositories that an App is installed in: where its bot is a collaborator. */
export const installedIn = (store: Store, app: App, ownerId: number): Repository[] => {
  const bot = findUser(store, botOf(app));
  const ids = store
    .all<{ id: number }>("select repository_id as id from collaborators where user_id = ?", bot?.id ?? 0)
    .map(({ id }) => id);
  return repositoriesOf(store, ownerId).filter(({ id }) => ids.includes(id));
};

/** Milliseconds that an installation's token lives. */
const lifetime = 3_600_000;

/** Mints a token by which an App acts so far in these repositories alone for an hour; only its hash is kept. */
export const mintInstallationToken = (
  store: Store,
  app: App,
  { repositories, scopes }: { repositories: readonly Repository[]; scopes: Scopes },
): { readonly token: string; readonly expiresAt: string } => {
  const token = `ghs_${randomBytes(30).toString("base64url").replace(/[-_]/g, "x").slice(0, 36)}`;
  const expiresAt = timestamp(new Date(Date.now() + lifetime));
  const bot = ensureUser(store, botOf(app));
  store.transaction(() =>
    store.run(
      "insert into installation_tokens (hash, user_id, repository_ids, expires_at, scopes) values (?, ?, ?, ?, ?)",
      hashOf(token),
      bot.id,
      JSON.stringify(repositories.map(({ id }) => id)),
      expiresAt,
      JSON.stringify(scopes),
    ),
  );
  return { token, expiresAt };
};

export const revokeInstallationToken = (store: Store, { hash }: InstallationToken): void =>
  store.transaction(() => void store.run("delete from installation_tokens where hash = ?", hash));

/** Who acts by an installation's token, in which repositories, and how far. */
interface ActingBot {
  readonly user: User;
  readonly only: readonly number[];
  readonly installation: InstallationToken;
}

/** Whose token it is; `undefined` for one that is none, has expired or was revoked. */
export const installationOf = (store: Store, token: string): ActingBot | undefined => {
  const hash = hashOf(token);
  const row = store.get<User & { repository_ids: string; scopes: string }>(
    `select users.id, login, users.created_at, repository_ids, scopes from installation_tokens
     join users on users.id = user_id where hash = ? and expires_at > ?`,
    hash,
    timestamp(),
  );
  if (!row) return undefined;
  const { repository_ids, scopes, ...user } = row;
  return {
    user,
    only: JSON.parse(repository_ids) as number[],
    installation: { hash, scopes: JSON.parse(scopes) as Scopes },
  };
};
