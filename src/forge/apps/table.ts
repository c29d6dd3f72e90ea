import { randomBytes } from "node:crypto";
import { ensureUser, findUser, type User } from "../accounts.ts";
import type { App } from "../caller.ts";
import { timestamp } from "../clock.ts";
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

/** Mints a token by which an App acts in these repositories alone for an hour; only its hash is kept. */
export const mintInstallationToken = (
  store: Store,
  app: App,
  repositories: readonly Repository[],
): { readonly token: string; readonly expiresAt: string } => {
  const token = `ghs_${randomBytes(30).toString("base64url").replace(/[-_]/g, "x").slice(0, 36)}`;
  const expiresAt = timestamp(new Date(Date.now() + lifetime));
  const bot = ensureUser(store, botOf(app));
  store.transaction(() =>
    store.run(
      "insert into installation_tokens (hash, user_id, repository_ids, expires_at) values (?, ?, ?, ?)",
      hashOf(token),
      bot.id,
      JSON.stringify(repositories.map(({ id }) => id)),
      expiresAt,
    ),
  );
  return { token, expiresAt };
};

/** Who acts by an installation's token, and where; `undefined` for one that is none or has expired. */
export const installationOf = (
  store: Store,
  token: string,
): { readonly user: User; readonly repositoryIds: readonly number[] } | undefined => {
  const row = store.get<User & { repository_ids: string }>(
    `select users.id, login, users.created_at, repository_ids from installation_tokens
     join users on users.id = user_id where hash = ? and expires_at > ?`,
    hashOf(token),
    timestamp(),
  );
  if (!row) return undefined;
  const { repository_ids, ...user } = row;
  return { user, repositoryIds: JSON.parse(repository_ids) as number[] };
};
