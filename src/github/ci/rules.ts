import { z } from "zod";
import { allOf, type BaseRules, noRules } from "../../core/ci/rules.ts";
import { mergeMethods } from "../../core/merge-method.ts";
import { at, type GitHub, statusOf } from "../client.ts";

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

const protectedBranch = z.object({
  protected: z.boolean(),
  protection: z
    .object({ required_status_checks: z.object({ contexts: z.array(z.string()) }).optional() })
    .optional(),
});
const protection = z.object({
  required_status_checks: z.object({ strict: z.boolean().optional() }).nullish(),
  required_linear_history: z.object({ enabled: z.boolean() }).optional(),
});

/** What a branch asks of what is merged into it: by rulesets, and by classic protection as far as the token sees it. */
export const readRules = async (github: GitHub, branch: string): Promise<BaseRules> => {
  const here = { ...at(github), branch };
  const rules = await orNull(github.octokit.rest.repos.getBranchRules({ ...here, per_page: 100 }));
  const read = protectedBranch.safeParse(
    (await orNull(github.octokit.rest.repos.getBranch(here)))?.data,
  ).data;
  const contexts = read?.protection?.required_status_checks?.contexts ?? [];
  const own = read?.protected ? await orNull(github.octokit.rest.repos.getBranchProtection(here)) : null;
  const classic = protection.safeParse(own?.data).data;
  return allOf([
    rulesIn(rules?.data ?? []),
    { ...noRules, checks: contexts, upToDate: classic?.required_status_checks?.strict ?? false },
    ...(classic?.required_linear_history?.enabled ? [rulesIn([{ type: "required_linear_history" }])] : []),
  ]);
};

/** What is not there, or not ours to see, is no answer: classic protection is for administrators. */
const orNull = async <Answer>(asked: Promise<Answer>): Promise<Answer | null> => {
  try {
    return await asked;
  } catch (error) {
    if (statusOf(error) === 404 || statusOf(error) === 403) return null;
    throw error;
  }
};
