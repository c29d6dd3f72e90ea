import { type User, userById } from "../accounts.ts";
import type { App } from "../caller.ts";
import { nodeId } from "../node-id.ts";
import type { Store } from "../store.ts";
import type { Urls } from "../urls.ts";
import { userView } from "../user-view.ts";
import { granted, type Permissions } from "./granted.ts";

/** An App as it tells of itself: GitHub's `integration`. */
export const appView = (app: App, bot: User, urls: Urls) => ({
  id: app.id,
  slug: app.slug,
  node_id: nodeId("A", app.id),
  owner: userView(bot, urls),
  name: app.slug,
  description: null,
  external_url: urls.html,
  html_url: `${urls.html}/apps/${app.slug}`,
  created_at: app.created_at,
  updated_at: app.created_at,
  permissions: granted,
  events: [],
});

/** An App's installation at an owner, whose id it has: GitHub's `installation`. */
export const installationView = (
  app: App,
  ownerId: number,
  { store, urls }: { store: Store; urls: Urls },
) => {
  const owner = userById(store, ownerId);
  return {
    id: ownerId,
    account: owner ? userView(owner, urls) : null,
    repository_selection: "selected",
    access_tokens_url: `${urls.api}/app/installations/${ownerId}/access_tokens`,
    repositories_url: `${urls.api}/installation/repositories`,
    html_url: `${urls.html}/settings/installations/${ownerId}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: ownerId,
    target_type: "User",
    permissions: granted,
    events: [],
    single_file_name: null,
    created_at: app.created_at,
    updated_at: app.created_at,
    suspended_by: null,
    suspended_at: null,
  };
};

export const tokenView = (
  { token, expiresAt }: { token: string; expiresAt: string },
  permissions: Permissions,
) => ({
  token,
  expires_at: expiresAt,
  permissions: { ...permissions, metadata: "read" },
  repository_selection: "selected",
});
