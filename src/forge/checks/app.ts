import { type AccountRole, type User, userById } from "../accounts.ts";
import { appOf } from "../apps/identity.ts";
import { forbidden } from "../errors.ts";
import { nodeId } from "../node-id.ts";
import type { Shown } from "../repositories/shown.ts";
import type { Store } from "../store.ts";
import { userView } from "../user-view.ts";

/**
 * Apps and jobs write check runs, and so do the identities that stand for programs; a person's token may not.
 * @throws HttpError 403 for a person.
 */
export const throwOnPerson = (store: Store, user: User): void => {
  if (user.login.endsWith("[bot]")) return;
  const row = store.get<{ role: AccountRole }>("select role from users where id = ?", user.id);
  if (row?.role === "bot" || row?.role === "reviewer") return;
  throw forbidden("You must authenticate via a GitHub App.");
};

/** The app that an identity stands for: GitHub's `integration`. */
export const appView = ({ store, urls }: Shown, userId: number) => {
  const user = userById(store, userId);
  if (!user) return null;
  const app = appOf(store, user);
  return {
    ...app,
    node_id: nodeId("A", app.id),
    owner: userView(user, urls),
    description: "",
    external_url: urls.html,
    html_url: `${urls.html}/apps/${app.slug}`,
    created_at: user.created_at,
    updated_at: user.created_at,
    permissions: { checks: "write", contents: "write", issues: "write", metadata: "read" },
    events: [],
  };
};
