import type { ActiveRule } from "./active-rule.ts";
import type { RuleActor } from "./bypass.ts";
import type { Actors, Protection, RefRule } from "./schema.ts";

/** What a branch's protection asks for, as the rules that rulesets are made of. */
export const rulesOfProtection = (protection: Protection): ActiveRule[] => {
  const isExempt = ({ permission, grant }: RuleActor) =>
    !protection.enforce_admins && !grant && permission === "admin";
  const { restrictions, required_pull_request_reviews: reviews } = protection;
  const bound = (rule: RefRule, passedBy: ActiveRule["passedBy"] = isExempt): ActiveRule => ({
    rule,
    ruleset: null,
    passedBy,
  });
  return [
    ...pullRequestRule(protection).map((rule) =>
      bound(rule, (actor) => isExempt(actor) || isAmong(reviews?.bypass_pull_request_allowances, actor)),
    ),
    ...plainRules(protection).map((rule) => bound(rule)),
    ...(protection.lock_branch ? [bound({ type: "update" }, () => false)] : []),
    ...(restrictions
      ? [bound({ type: "update" }, (actor) => isExempt(actor) || isAmong(restrictions, actor))]
      : []),
    ...(restrictions && protection.block_creations
      ? [bound({ type: "creation" }, (actor) => isExempt(actor) || isAmong(restrictions, actor))]
      : []),
  ];
};

const plainRules = (protection: Protection): RefRule[] => [
  ...checksRule(protection),
  ...when(protection.required_linear_history, { type: "required_linear_history" }),
  ...when(protection.required_signatures, { type: "required_signatures" }),
  ...when(!protection.allow_force_pushes, { type: "non_fast_forward" }),
  ...when(!protection.allow_deletions, { type: "deletion" }),
];

const when = (wanted: boolean, rule: RefRule): RefRule[] => (wanted ? [rule] : []);

/** Conversations must be resolved in pull requests alone, so without required reviews nobody needs one. */
const pullRequestRule = ({
  required_pull_request_reviews: reviews,
  required_conversation_resolution,
}: Protection): RefRule[] =>
  reviews
    ? [
        {
          type: "pull_request",
          parameters: {
            dismiss_stale_reviews_on_push: reviews.dismiss_stale_reviews,
            require_code_owner_review: reviews.require_code_owner_reviews,
            require_last_push_approval: reviews.require_last_push_approval,
            required_approving_review_count: reviews.required_approving_review_count,
            required_review_thread_resolution: required_conversation_resolution,
          },
        },
      ]
    : when(required_conversation_resolution, {
        type: "pull_request",
        parameters: {
          dismiss_stale_reviews_on_push: false,
          require_code_owner_review: false,
          require_last_push_approval: false,
          required_approving_review_count: 0,
          required_review_thread_resolution: true,
        },
      });

const checksRule = ({ required_status_checks: policy }: Protection): RefRule[] =>
  policy
    ? [
        {
          type: "required_status_checks",
          parameters: {
            do_not_enforce_on_create: false,
            strict_required_status_checks_policy: policy.strict,
            required_status_checks: checksOf(policy),
          },
        },
      ]
    : [];

/** The checks that a policy names, in either way. */
export const checksOf = ({
  contexts,
  checks,
}: NonNullable<Protection["required_status_checks"]>): { context: string; integration_id?: number }[] =>
  checks
    ? checks.map(({ context, app_id }) =>
        typeof app_id === "number" && app_id > 0 ? { context, integration_id: app_id } : { context },
      )
    : contexts.map((context) => ({ context }));

/** Whether somebody is named in a list of a protection. */
export const isAmong = (actors: Actors | undefined, { user, grant, appSlug }: RuleActor): boolean => {
  if (!actors) return false;
  const among = (names: readonly string[], name: string) =>
    names.some((one) => one.toLowerCase() === name.toLowerCase());
  return (!grant && among(actors.users, user.login)) || (appSlug !== null && among(actors.apps, appSlug));
};
