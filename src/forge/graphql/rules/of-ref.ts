import type { RepositoryContext } from "../../context.ts";
import { nodeId } from "../../node-id.ts";
import { includes } from "../../permissions.ts";
import { ofBranch } from "../../protections/ruleset-operations.ts";
import { rulesOn } from "../../rules/active.ts";
import type { ActiveRule } from "../../rules/active-rule.ts";
import { checksOf } from "../../rules/of-protection.ts";
import type { Protection, RefRule } from "../../rules/schema.ts";
import { findProtection } from "../../rules/table.ts";
import { connection, inMemory, type Slice } from "../connection.ts";

/** What a ref tells of the rules on it: of rulesets, and of its protection, which only administrators see whole. */
export const ruleFieldsOf = (here: RepositoryContext, ref: string) => {
  const protection = (): Protection | undefined =>
    ref.startsWith(branches)
      ? findProtection(here.store, here.repository.id, ref.slice(branches.length))
      : undefined;
  return {
    branchProtectionRule: () => {
      const found = includes(here.permission, "admin") ? protection() : undefined;
      return found ? protectionNode(found) : null;
    },
    refUpdateRule: () => {
      const found = protection();
      return found ? updateNode(here, found, ref.slice(branches.length)) : null;
    },
    rules: (slice: Slice) => {
      here.calls.enter(ofBranch, here.repository);
      const active = rulesOn(here, ref).filter(({ ruleset }) => ruleset !== null);
      return connection(inMemory(active), slice, ruleNode);
    },
  };
};

const branches = "refs/heads/";

const ruleNode = ({ rule, ruleset }: ActiveRule) => ({
  id: nodeId("RRU", `${ruleset?.id ?? 0}:${rule.type}`),
  type: rule.type.toUpperCase(),
  parameters: parametersOf(rule),
});

/** Those of other rules nobody asks for. */
const parametersOf = (rule: RefRule) => {
  switch (rule.type) {
    case "required_status_checks":
      return {
        __typename: "RequiredStatusChecksParameters",
        doNotEnforceOnCreate: rule.parameters.do_not_enforce_on_create,
        strictRequiredStatusChecksPolicy: rule.parameters.strict_required_status_checks_policy,
        requiredStatusChecks: rule.parameters.required_status_checks.map(({ context, integration_id }) => ({
          context,
          integrationId: integration_id ?? null,
        })),
      };
    case "pull_request":
      return {
        __typename: "PullRequestParameters",
        allowedMergeMethods: rule.parameters.allowed_merge_methods ?? null,
        dismissStaleReviewsOnPush: rule.parameters.dismiss_stale_reviews_on_push,
        requireCodeOwnerReview: rule.parameters.require_code_owner_review,
        requireLastPushApproval: rule.parameters.require_last_push_approval,
        requiredApprovingReviewCount: rule.parameters.required_approving_review_count,
        requiredReviewThreadResolution: rule.parameters.required_review_thread_resolution,
      };
    default:
      return null;
  }
};

const protectionNode = (protection: Protection) => ({
  requiresStrictStatusChecks: protection.required_status_checks?.strict ?? false,
  requiredApprovingReviewCount:
    protection.required_pull_request_reviews?.required_approving_review_count ?? null,
});

const updateNode = ({ permission }: RepositoryContext, protection: Protection, pattern: string) => {
  const { required_status_checks: checks, required_pull_request_reviews: reviews } = protection;
  return {
    pattern,
    allowsDeletions: protection.allow_deletions,
    allowsForcePushes: protection.allow_force_pushes,
    blocksCreations: protection.block_creations,
    requiredApprovingReviewCount: reviews?.required_approving_review_count ?? null,
    requiredStatusCheckContexts: checks ? checksOf(checks).map(({ context }) => context) : [],
    requiresCodeOwnerReviews: reviews?.require_code_owner_reviews ?? false,
    requiresConversationResolution: protection.required_conversation_resolution,
    requiresLinearHistory: protection.required_linear_history,
    requiresSignatures: protection.required_signatures,
    viewerCanPush: includes(permission, "write"),
  };
};
