import { type User, userById } from "./accounts.ts";
import { nodeId } from "./node-id.ts";
import type { Store } from "./store.ts";
import type { Urls } from "./urls.ts";

/** A user as it stands in other things: GitHub's `simple-user`. */
export const userView = (user: User, urls: Urls) => {
  // The login of an app ends in [bot], which an address cannot hold as it is.
  const name = encodeURIComponent(user.login);
  const url = `${urls.api}/users/${name}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId("U", user.id),
    avatar_url: `${urls.html}/avatars/${user.id}`,
    gravatar_id: "",
    url,
    html_url: `${urls.html}/${name}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.login.endsWith("[bot]") ? "Bot" : "User",
    site_admin: false,
  };
};

/** A user by id as GitHub's `simple-user`; `null` for one that is gone. */
export const personView = (
  { store, urls }: { readonly store: Store; readonly urls: Urls },
  userId: number,
) => {
  const user = userById(store, userId);
  return user ? userView(user, urls) : null;
};
