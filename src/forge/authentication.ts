import { actionsLogin, findUser, type User } from "./accounts.ts";
import { grantOf } from "./actions/tokens/table.ts";
import { appOfToken, isJsonWebToken } from "./apps/json-web-token.ts";
import { installationOf } from "./apps/table.ts";
import type { Caller } from "./caller.ts";
import { unauthorized } from "./errors.ts";
import type { Store } from "./store.ts";
import { hashOf } from "./token-hash.ts";

export const nobody: Caller = { user: null, grant: null, app: null, only: null, installation: null };

/**
 * Who an `Authorization` header speaks for; no user is nobody.
 * `Bearer` and `token` carry the token, `Basic` has it as the password of any user name, as git sends it.
 * @throws HttpError 401 when there is a token that nobody has.
 */
export const authenticate = (store: Store, header: string | undefined): Caller => {
  const token = tokenIn(header);
  if (token === null) return nobody;
  if (isJsonWebToken(token)) return { ...nobody, app: appOfToken(store, token) };
  const user = store.get<User>("select id, login, created_at from users where token_hash = ?", hashOf(token));
  if (user) return { ...nobody, user };
  const bots = installationOf(store, token);
  if (bots) return { ...nobody, ...bots };
  const grant = grantOf(store, token);
  const bot = grant && findUser(store, actionsLogin);
  if (!grant || !bot) throw unauthorized("Bad credentials");
  return { ...nobody, user: bot, grant };
};

const tokenIn = (header: string | undefined): string | null => {
  const [, scheme, value] = /^\s*(\w+)\s+(\S+)\s*$/.exec(header ?? "") ?? [];
  if (scheme === undefined || value === undefined) return null;
  switch (scheme.toLowerCase()) {
    case "bearer":
    case "token":
      return value;
    case "basic":
      return passwordIn(Buffer.from(value, "base64").toString());
    default:
      return null;
  }
};

const passwordIn = (credentials: string): string => {
  const colon = credentials.indexOf(":");
  const password = credentials.slice(colon + 1);
  return password === "" || password === "x-oauth-basic" ? credentials.slice(0, colon) : password;
};
