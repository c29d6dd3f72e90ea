import { z } from "zod";
import { allOf, type BaseRules, noRules } from "../../core/ci/rules.ts";
import { mergeMethods } from "../../core/merge-method.ts";
import { at, type GitHub } from "../client.ts";
import { orNull } from "../or-null.ts";

const checksRule = z.object({
  type: z.literal("required_status_checks"),
  parameters: z.object({
    required_status_checks: z.array(z.object({ context: z.string() })),
    strict_required_status_checks_policy: z.boolean(),
  }),
});
const pullRule = z.object({
  type: z.literal("pull_request"),
  parameters: z.object({ allowed_merge_methods: z.array(z.string()).optional() }),
});

/** What rules of rulesets come to together. */
export const rulesIn = (rules: readonly { readonly type: string }[]): BaseRules => allOf(rules.map(ruleOf));

const ruleOf = (rule: { readonly type: string }): BaseRules => {
  switch (rule.type) {
    case "required_status_checks": {
      const read = checksRule.safeParse(rule);
      if (!read.success) return noRules;
      const { required_status_checks: checks, strict_required_status_checks_policy: upToDate } =
        read.data.parameters;
      return { ...noRules, upToDate, checks: checks.map(({ context }) => context) };
    }
    case "pull_request": {
      const allowed = pullRule.safeParse(rule).data?.parameters.allowed_merge_methods;
      return { ...noRules, methods: mergeMethods.filter((method) => allowed?.includes(method) ?? true) };
    }
    case "required_linear_history":
      return { ...noRules, methods: ["squash", "rebase"] };
    case "merge_queue":
      return { ...noRules, queue: true };
    default:
      return noRules;
  }
};

/** A rule as rulesets have it. */
export interface ForgeRule {
  readonly type: string;
  readonly parameters?: object | undefined;
}

const protectedBranch = z.object({
  protected: z.boolean(),
  protection: z
    .object({ required_status_checks: z.object({ contexts: z.array(z.string()) }).optional() })
    .optional(),
});
const switched = z.object({ enabled: z.boolean() }).optional();
const protection = z.object({
  required_status_checks: z.object({ strict: z.boolean().optional() }).nullish(),
  required_pull_request_reviews: z
    .object({
      required_approving_review_count: z.number().optional(),
      require_code_owner_reviews: z.boolean().optional(),
      require_last_push_approval: z.boolean().optional(),
    })
    .nullish(),
  required_linear_history: switched,
  required_signatures: switched,
});

/** All rules of a branch, of rulesets and of classic protection, which only administrators see whole, in one form. */
export const listRules = async (github: GitHub, branch: string): Promise<ForgeRule[]> => {
  const here = { ...at(github), branch };
  const rules = await orNull(github.octokit.rest.repos.getBranchRules({ ...here, per_page: 100 }));
  const read = protectedBranch.safeParse(
    (await orNull(github.octokit.rest.repos.getBranch(here)))?.data,
  ).data;
  if (!read?.protected) return rules?.data ?? [];
  const own = protection.safeParse((await orNull(github.octokit.rest.repos.getBranchProtection(here)))?.data);
  return [...(rules?.data ?? []), ...classicRules(read, own.data ?? {})];
};

const classicRules = (
  { protection: shown }: z.output<typeof protectedBranch>,
  classic: z.output<typeof protection>,
): ForgeRule[] => {
  const contexts = shown?.required_status_checks?.contexts ?? [];
  const checks = {
    required_status_checks: contexts.map((context) => ({ context })),
    strict_required_status_checks_policy: classic.required_status_checks?.strict ?? false,
  };
  const reviews = classic.required_pull_request_reviews;
  return [
    ...(contexts.length > 0 || checks.strict_required_status_checks_policy
      ? [{ type: "required_status_checks", parameters: checks }]
      : []),
    ...(reviews ? [{ type: "pull_request", parameters: asRule(reviews) }] : []),
    ...(classic.required_linear_history?.enabled ? [{ type: "required_linear_history" }] : []),
    ...(classic.required_signatures?.enabled ? [{ type: "required_signatures" }] : []),
  ];
};

const asRule = (reviews: NonNullable<z.output<typeof protection>["required_pull_request_reviews"]>) => ({
  required_approving_review_count: reviews.required_approving_review_count ?? 0,
  require_code_owner_review: reviews.require_code_owner_reviews ?? false,
  require_last_push_approval: reviews.require_last_push_approval ?? false,
});

/** What a branch asks of what is merged into it, as far as it decides what Milepost does. */
export const readRules = async (github: GitHub, branch: string): Promise<BaseRules> =>
  rulesIn(await listRules(github, branch));
