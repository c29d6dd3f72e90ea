import { randomBytes } from "node:crypto";
import { timestamp } from "./clock.ts";
import type { Store } from "./store.ts";

export const accountsSchema = `
  create table users (
    id integer primary key autoincrement,
    login text not null unique collate nocase,
    token text not null unique,
    role text not null,
    created_at text not null
  )`;

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

/** Makes the standing identities at the first start; afterwards they keep their tokens. */
export const ensureAccounts = (store: Store): Account[] => {
  for (const { login, role } of standingAccounts) ensureUser(store, login, role);
  return store.all<Account>("select login, token, role from users where role <> 'member' order by id");
};

/** The user of that login, made if there is none. */
export const ensureUser = (store: Store, login: string, role: AccountRole = "member"): User =>
  store.transaction(() => {
    const known = findUser(store, login);
    if (known) return known;
    const token = `mp_${randomBytes(28).toString("base64url").slice(0, 37)}`;
    const created_at = timestamp();
    const id = store.run(
      "insert into users (login, token, role, created_at) values (?, ?, ?, ?)",
      login,
      token,
      role,
      created_at,
    );
    return { id, login, created_at };
  });

export const findUser = (store: Store, login: string): User | undefined =>
  store.get<User>("select id, login, created_at from users where login = ?", login);

export const userById = (store: Store, id: number): User | undefined =>
  store.get<User>("select id, login, created_at from users where id = ?", id);
