import { undismissedText } from "../core/verdict/undismissed.ts";
import type { Alignment, Forge } from "./ports.ts";

/** Brings our reviews in line with a decision, and says on the pull request what only a person can take back. */
export const align = async (
  forge: Pick<Forge, "alignReviews" | "upsertComment">,
  pull: number,
  decision: Alignment,
): Promise<void> => {
  if (await forge.alignReviews(pull, decision)) return;
  await forge.upsertComment(pull, { name: "standing review", text: undismissedText(decision), isNew: false });
};
