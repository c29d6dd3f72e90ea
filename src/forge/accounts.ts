import { MilepostError } from "../core/error.ts";
import { timestamp } from "./clock.ts";
import type { Store } from "./store.ts";
import { hashOf, newToken } from "./token-hash.ts";

export const accountsSchema = `
  create table users (
    id integer primary key autoincrement,
    login text not null unique collate nocase,
    token text not null unique,
    role text not null,
    created_at text not null
  )`;

/** Tokens were kept as they are; each start makes new ones, so none of the old ones is needed. */
export const tokenHashesSchema = `
  alter table users rename column token to token_hash;
  update users set token_hash = 'none ' || id`;

/** What an identity is for; it gives no permission by itself. */
export type AccountRole = "bot" | "reviewer" | "owner" | "member";

export interface User {
  readonly id: number;
  readonly login: string;
  readonly created_at: string;
}

/** An identity with its secret, for whoever started the forge. */
export interface Account {
  readonly login: string;
  readonly token: string;
  readonly role: AccountRole;
}

/** The identities that every forge has: the bot writes, the reviewer judges, the owner administers. */
export const standingAccounts = [
  { login: "owner", role: "owner" },
  { login: "milepost-bot", role: "bot" },
  { login: "milepost-reviewer", role: "reviewer" },
] as const;

/** The user as whom every job's token acts. */
export const actionsLogin = "github-actions[bot]";

/** Tokens by login, for a forge that is started again while somebody works on it. */
export type GivenTokens = Readonly<Partial<Record<string, string>>>;

/** Fewest characters of a token that is given: shorter ones can be guessed. */
const leastToken = 20;

/**
 * Makes the standing identities at the first start, and gives them new tokens at each, or those that are given; only
 * hashes of them are kept.
 *
 * @throws {MilepostError} when a token is given to nobody, or can be guessed.
 */
export const ensureAccounts = (store: Store, given: GivenTokens = {}): Account[] => {
  for (const [login, token = ""] of Object.entries(given)) {
    if (!standingAccounts.some((one) => one.login === login))
      throw new MilepostError(`the forge has no account ${login} of its own`, {
        hint: `it has ${standingAccounts.map((one) => one.login).join(", ")}`,
      });
    if (token.length < leastToken)
      throw new MilepostError(`the token of ${login} can be guessed`, {
        hint: `give one of ${leastToken} characters or more, such as the one before`,
      });
  }
  return standingAccounts.map(({ login, role }) => ({
    login,
    token: renewToken(store, ensureUser(store, login, role), given[login]),
    role,
  }));
};

/** Gives a user a token in place of the one before. */
export const renewToken = (store: Store, { id }: Pick<User, "id">, token = newToken()): string => {
  store.transaction(() => store.run("update users set token_hash = ? where id = ?", hashOf(token), id));
  return token;
};

/** The user of that login, made if there is none. */
export const ensureUser = (store: Store, login: string, role: AccountRole = "member"): User =>
  store.transaction(() => {
    const known = findUser(store, login);
    if (known) return known;
    const created_at = timestamp();
    const id = store.run(
      "insert into users (login, token_hash, role, created_at) values (?, ?, ?, ?)",
      login,
      // One that nobody is told.
      hashOf(newToken()),
      role,
      created_at,
    );
    return { id, login, created_at };
  });

export const findUser = (store: Store, login: string): User | undefined =>
  store.get<User>("select id, login, created_at from users where login = ?", login);

export const userById = (store: Store, id: number): User | undefined =>
  store.get<User>("select id, login, created_at from users where id = ?", id);
