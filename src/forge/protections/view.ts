import { findUser } from "../accounts.ts";
import { appBySlug } from "../apps/table.ts";
import { appView } from "../checks/app.ts";
import { nodeId } from "../node-id.ts";
import { encodePath } from "../repositories/commits/view.ts";
import type { Shown } from "../repositories/shown.ts";
import { fullNameOf } from "../repository.ts";
import type { RuleActor } from "../rules/bypass.ts";
import { bypasses } from "../rules/bypass.ts";
import { checksOf } from "../rules/of-protection.ts";
import type { Actors, Protection } from "../rules/schema.ts";
import type { Ruleset } from "../rules/table.ts";
import { userView } from "../user-view.ts";

/** The address of a branch's protection. */
export const protectionUrl = ({ repository, urls }: Omit<Shown, "store">, branch: string): string =>
  `${urls.repository(fullNameOf(repository))}/branches/${encodePath(branch)}/protection`;

/** GitHub's `protected-branch` and `branch-protection`. */
export const protectionView = (shown: Shown, branch: string, protection: Protection) => {
  const url = protectionUrl(shown, branch);
  const { required_status_checks: checks, required_pull_request_reviews: reviews, restrictions } = protection;
  return {
    url,
    ...(checks ? { required_status_checks: checksView(url, checks) } : {}),
    ...(reviews ? { required_pull_request_reviews: reviewsView(shown, url, reviews) } : {}),
    ...(restrictions ? { restrictions: restrictionsView(shown, url, restrictions) } : {}),
    required_signatures: signaturesView(url, protection),
    enforce_admins: adminsView(url, protection),
    required_linear_history: { enabled: protection.required_linear_history },
    allow_force_pushes: { enabled: protection.allow_force_pushes },
    allow_deletions: { enabled: protection.allow_deletions },
    block_creations: { enabled: protection.block_creations },
    required_conversation_resolution: { enabled: protection.required_conversation_resolution },
    lock_branch: { enabled: protection.lock_branch },
    allow_fork_syncing: { enabled: protection.allow_fork_syncing },
  };
};

export const signaturesView = (url: string, { required_signatures }: Protection) => ({
  url: `${url}/required_signatures`,
  enabled: required_signatures,
});

export const adminsView = (url: string, { enforce_admins }: Protection) => ({
  url: `${url}/enforce_admins`,
  enabled: enforce_admins ?? false,
});

/** GitHub's `status-check-policy`. */
export const checksView = (url: string, policy: NonNullable<Protection["required_status_checks"]>) => {
  const checks = checksOf(policy);
  return {
    url: `${url}/required_status_checks`,
    contexts_url: `${url}/required_status_checks/contexts`,
    strict: policy.strict,
    contexts: checks.map(({ context }) => context),
    checks: checks.map(({ context, integration_id }) => ({ context, app_id: integration_id ?? null })),
  };
};

/** GitHub's `protected-branch-pull-request-review`. */
export const reviewsView = (
  shown: Shown,
  url: string,
  policy: NonNullable<Protection["required_pull_request_reviews"]>,
) => {
  const { dismissal_restrictions, bypass_pull_request_allowances, ...rest } = policy;
  const self = `${url}/required_pull_request_reviews`;
  const dismissal = `${url}/dismissal_restrictions`;
  return {
    url: self,
    ...rest,
    ...(dismissal_restrictions
      ? {
          dismissal_restrictions: {
            ...{ url: dismissal, users_url: `${dismissal}/users`, teams_url: `${dismissal}/teams` },
            ...actorsView(shown, dismissal_restrictions),
          },
        }
      : {}),
    ...(bypass_pull_request_allowances
      ? { bypass_pull_request_allowances: actorsView(shown, bypass_pull_request_allowances) }
      : {}),
  };
};

const restrictionsView = (shown: Shown, url: string, actors: Actors) => {
  const self = `${url}/restrictions`;
  const addresses = { users_url: `${self}/users`, teams_url: `${self}/teams`, apps_url: `${self}/apps` };
  return { url: self, ...addresses, ...actorsView(shown, actors) };
};

const actorsView = (shown: Shown, { users, apps }: Actors) => ({
  users: users.flatMap((login) => {
    const user = findUser(shown.store, login);
    return user ? [userView(user, shown.urls)] : [];
  }),
  teams: [],
  apps: apps.flatMap((slug) => {
    const bot = findUser(shown.store, appBySlug(shown.store, slug) ? `${slug}[bot]` : slug);
    const view = bot && appView(shown, bot.id);
    return view ? [view] : [];
  }),
});

/** GitHub's `repository-ruleset`; lists leave out what it consists of. */
export const rulesetView = (
  { repository, urls }: Omit<Shown, "store">,
  ruleset: Ruleset,
  { actor, isWhole }: { actor: RuleActor | null; isWhole: boolean },
) => {
  const name = fullNameOf(repository);
  return {
    id: ruleset.id,
    node_id: nodeId("RRS", ruleset.id),
    name: ruleset.name,
    target: ruleset.target,
    source_type: "Repository",
    source: name,
    enforcement: ruleset.enforcement,
    created_at: ruleset.created_at,
    updated_at: ruleset.updated_at,
    _links: {
      self: { href: `${urls.repository(name)}/rulesets/${ruleset.id}` },
      html: { href: `${urls.html}/${name}/rules/${ruleset.id}` },
    },
    ...(isWhole
      ? {
          conditions: ruleset.conditions,
          rules: ruleset.rules,
          current_user_can_bypass: actor === null ? "never" : passOf(ruleset, actor),
          ...(actor?.permission === "admin" ? { bypass_actors: ruleset.bypass_actors } : {}),
        }
      : {}),
  };
};

const passOf = ({ bypass_actors }: Ruleset, actor: RuleActor): string => {
  if (bypasses(bypass_actors, actor, "push")) return "always";
  return bypasses(bypass_actors, actor, "merge") ? "pull_requests_only" : "never";
};
