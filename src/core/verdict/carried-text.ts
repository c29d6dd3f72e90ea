import type { Entry } from "../lane/handoff.ts";
import type { Decision } from "../todo/state.ts";

/** What the review says by which an approval holds for a new head. */
export const carriedText = (
  { round, by, person, commit }: Decision,
  { base, baseSha }: Pick<Entry, "base" | "baseSha">,
): string =>
  [
    `**Round ${round}: the approval of ${commit} holds for this head**`,
    `Given by ${by}${person ? ", a person" : ""}. The branch took in \`${base}\` (${baseSha}) by a merge without a conflict and without other commits: each file of the change is the same before and after on both sides, the rules are the same, and the gates have passed here.`,
  ].join("\n\n");
