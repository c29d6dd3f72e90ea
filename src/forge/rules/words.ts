import type { Violation } from "./moves.ts";

/** What the API answers a move or a merge that rules do not allow. */
export const refusalText = (violations: readonly Violation[]): string => {
  const texts = violations.map(({ message }) => message);
  return violations.some(({ byRuleset }) => byRuleset)
    ? `Repository rule violations found\n\n${texts.join("\n\n")}\n\n`
    : texts.join(" ");
};

/** What git tells whoever pushes. */
export const pushRefusal = (ref: string, violations: readonly Violation[], rulesPage: string): string => {
  const texts = violations.map(({ message }) => `- ${message}`);
  return violations.some(({ byRuleset }) => byRuleset)
    ? [
        `error: GH013: Repository rule violations found for ${ref}.`,
        `Review all repository rules at ${rulesPage}?ref=${encodeURIComponent(ref)}`,
        "",
        ...texts,
        "",
      ].join("\n")
    : [`error: GH006: Protected branch update failed for ${ref}.`, ...texts].join("\n");
};
