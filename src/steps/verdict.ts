import type { ChangeOf } from "../core/decide/change.ts";
import type { Forge } from "./ports.ts";

/** Tells on the pull request what a person decided: its status, and with an approval the threads that it answers. */
export const tellVerdict = async (
  forge: Pick<Forge, "resolveThreads" | "setStatus">,
  { pull, verdict, answered }: Pick<ChangeOf<"tell-verdict">, "pull" | "verdict" | "answered">,
): Promise<void> => {
  const { commit, approved, by } = verdict;
  if (approved) await forge.resolveThreads(pull, answered);
  await forge.setStatus(commit, {
    context: "milepost/review",
    ok: approved,
    description: approved ? `Approved by ${by}` : "A person asked for changes",
  });
};
