import type { ChangeOf } from "../core/decide/change.ts";
import { align } from "./align.ts";
import type { Forge } from "./ports.ts";

/** Tells on the pull request what a person decided: its status, and what our reviews hold against that. */
export const tellVerdict = async (
  forge: Pick<Forge, "alignReviews" | "upsertComment" | "setStatus">,
  { pull, verdict, answered }: Pick<ChangeOf<"tell-verdict">, "pull" | "verdict" | "answered">,
): Promise<void> => {
  const { commit, approved, by } = verdict;
  const why = approved ? `${by} approved it.` : "A person asked for changes.";
  await align(forge, pull, { approved, answered, why });
  await forge.setStatus(commit, {
    context: "milepost/review",
    ok: approved,
    description: approved ? `Approved by ${by}` : "A person asked for changes",
  });
};
