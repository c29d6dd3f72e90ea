import { findUser, type User } from "./accounts.ts";
import type { Store } from "./store.ts";

/** How a user signs the commits that the forge makes for them. */
export const identityOf = (user: User): { readonly name: string; readonly email: string } => ({
  name: user.login,
  email: `${user.id}+${user.login}@users.noreply.localhost`,
});

/** The environment that makes git write commits and tags in a user's name. */
export const signingEnvironment = (user: User): Record<string, string> => {
  const { name, email } = identityOf(user);
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
};

/** The user whose commit it is by its e-mail: `123+login@users.noreply.…`; `undefined` for everyone else's. */
export const userOfEmail = (store: Store, email: string): User | undefined => {
  const [, login] = /^(?:\d+\+)?([^@+]+)@users\.noreply\./.exec(email) ?? [];
  return login === undefined ? undefined : findUser(store, login);
};
