import { z } from "zod";
import type { RemediationRules } from "../../gates/sign-offs.ts";
import { ofCommits, remembered } from "../remembered.ts";

const file = ".github/dco.yml";

/** The part of the DCO app's settings that says who may make good for a missing sign-off (its README, 2026). */
const settings = z.object({
  allowRemediationCommits: z.object({
    individual: z.boolean().default(true),
    thirdParty: z.boolean().default(false),
  }),
});

/** What the DCO app's settings at a commit say of remediation commits; `null` when they say nothing that it would read. */
export const remediationAt = remembered(async (git, commit): Promise<RemediationRules | null> => {
  const object = await git.objects.read(`${commit}:${file}`);
  if (object?.type !== "blob") return null;
  const { readYaml } = await import("../../core/plan/read/yaml.ts");
  const { value, findings } = readYaml(object.content.toString());
  if (findings.length > 0) return null;
  return settings.safeParse(value).data?.allowRemediationCommits ?? null;
}, ofCommits);
