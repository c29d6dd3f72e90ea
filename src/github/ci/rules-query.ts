import { z } from "zod";
import type { BaseRules } from "../../core/ci/rules.ts";
import type { GitHub } from "../client.ts";
import { askRepository } from "../repository-query.ts";
import { type ForgeRule, rulesIn } from "./rules.ts";

/* What GraphQL says of the rules of a branch: of rulesets, and of classic protection as far as the token may see it. */

const rule = z.object({
  type: z.string(),
  parameters: z
    .object({
      requiredStatusChecks: z.array(z.object({ context: z.string() })).optional(),
      strictRequiredStatusChecksPolicy: z.boolean().optional(),
      allowedMergeMethods: z.array(z.string()).nullish(),
    })
    .nullable(),
});
type RawRule = z.output<typeof rule>;

const branchRef = z
  .object({
    rules: z.object({ nodes: z.array(rule) }).nullable(),
    refUpdateRule: z
      .object({
        requiredStatusCheckContexts: z.array(z.string().nullable()).nullable(),
        requiresLinearHistory: z.boolean(),
      })
      .nullable(),
    branchProtectionRule: z.object({ requiresStrictStatusChecks: z.boolean() }).nullable(),
  })
  .nullable();

const fields = `
  rules(first: 100) { nodes { type parameters {
    ... on RequiredStatusChecksParameters {
      requiredStatusChecks { context } strictRequiredStatusChecksPolicy
    }
    ... on PullRequestParameters { allowedMergeMethods }
  } } }
  refUpdateRule { requiredStatusCheckContexts requiresLinearHistory }
  branchProtectionRule { requiresStrictStatusChecks }`;

/** What a branch asks of what is merged into it, beside what else is asked for at once. */
export const queryRules = async (github: GitHub, branch: string): Promise<BaseRules> => {
  const name = JSON.stringify(`refs/heads/${branch}`);
  const found = await askRepository(github, { rules: `ref(qualifiedName: ${name}) { ${fields} }` });
  const ref = branchRef.parse(found.rules);
  return rulesIn([...(ref?.rules?.nodes ?? []).map(asRule), ...classicRules(ref)]);
};

/** As REST writes it. */
const asRule = ({ type, parameters }: RawRule): ForgeRule => ({
  type: type.toLowerCase(),
  parameters: {
    required_status_checks: parameters?.requiredStatusChecks ?? [],
    strict_required_status_checks_policy: parameters?.strictRequiredStatusChecksPolicy ?? false,
    ...(parameters?.allowedMergeMethods
      ? { allowed_merge_methods: parameters.allowedMergeMethods.map((method) => method.toLowerCase()) }
      : {}),
  },
});

const classicRules = (ref: z.output<typeof branchRef>): ForgeRule[] => {
  const names = ref?.refUpdateRule?.requiredStatusCheckContexts ?? [];
  const strict = ref?.branchProtectionRule?.requiresStrictStatusChecks ?? false;
  const parameters = {
    required_status_checks: names.flatMap((context) => (context === null ? [] : [{ context }])),
    strict_required_status_checks_policy: strict,
  };
  return [
    ...(names.length > 0 || strict ? [{ type: "required_status_checks", parameters }] : []),
    ...(ref?.refUpdateRule?.requiresLinearHistory ? [{ type: "required_linear_history" }] : []),
  ];
};
