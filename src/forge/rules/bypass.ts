import type { User } from "../accounts.ts";
import type { Grant } from "../grant.ts";
import { includes, type Permission } from "../permissions.ts";
import type { BypassActor } from "./schema.ts";

/** Who moves a ref or merges. */
export interface RuleActor {
  readonly user: User;
  readonly permission: Permission;
  readonly grant: Grant | null;
  /** Its id and its name as an App, where it is one. */
  readonly appId: number | null;
  readonly appSlug: string | null;
}

/** GitHub's ids of the roles that a ruleset may let pass, with what they may at least. */
const roles: Readonly<Record<number, Permission>> = { 2: "maintain", 4: "write", 5: "admin" };

/** Whether somebody is let past a ruleset; some only when they merge a pull request. */
export const bypasses = (actors: readonly BypassActor[], actor: RuleActor, way: "push" | "merge"): boolean =>
  actors.some(
    (allowed) => isMeant(allowed, actor) && (allowed.bypass_mode !== "pull_request" || way === "merge"),
  );

const isMeant = (
  { actor_type, actor_id }: BypassActor,
  { user, permission, appId, grant }: RuleActor,
): boolean => {
  switch (actor_type) {
    case "RepositoryRole":
      return !grant && includes(permission, roles[actor_id ?? 0] ?? "admin");
    case "User":
      return !grant && user.id === actor_id;
    case "Integration":
      return appId !== null && appId === actor_id;
    case "OrganizationAdmin":
      return !grant && permission === "admin";
    case "Team":
    case "DeployKey":
      return false;
    default:
      return actor_type satisfies never;
  }
};
