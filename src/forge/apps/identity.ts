import { actionsLogin, type User } from "../accounts.ts";
import type { Store } from "../store.ts";
import { appBySlug } from "./table.ts";

/** GitHub's id of the App that workflows' jobs speak for. */
export const actionsAppId = 15_368;

/** How an identity is called as an App. */
export const appOf = (
  store: Store,
  { id, login }: Pick<User, "id" | "login">,
): { readonly id: number; readonly slug: string; readonly name: string } => {
  if (login === actionsLogin) return { id: actionsAppId, slug: "github-actions", name: "GitHub Actions" };
  const slug = login.replace(/\[bot\]$/, "");
  return { id: appBySlug(store, slug)?.id ?? id, slug, name: slug };
};
