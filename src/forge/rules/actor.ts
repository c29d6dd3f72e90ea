import type { User } from "../accounts.ts";
import { appOf } from "../apps/identity.ts";
import type { Grant } from "../grant.ts";
import type { Permission } from "../permissions.ts";
import type { Store } from "../store.ts";
import type { RuleActor } from "./bypass.ts";

/** Somebody as rules see them: identities that stand for programs are Apps, too. */
export const ruleActor = (
  store: Store,
  { user, permission, grant }: { user: User; permission: Permission; grant: Grant | null },
): RuleActor => {
  const { id, slug } = appOf(store, user);
  return { user, permission, grant, appId: id, appSlug: slug };
};
