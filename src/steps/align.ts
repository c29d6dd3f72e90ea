import { standingText } from "../core/verdict/standing.ts";
import type { Alignment, Forge } from "./ports.ts";

/** Brings our reviews in line with a decision, and says on the pull request what only a person can take back. */
export const align = async (
  forge: Pick<Forge, "alignReviews" | "keepComment">,
  pull: number,
  decision: Alignment,
): Promise<void> => {
  if (await forge.alignReviews(pull, decision)) return;
  await forge.keepComment(pull, { name: "standing review", text: standingText(decision), isNew: false });
};
