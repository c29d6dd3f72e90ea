import { landingName } from "../core/proof/landing.ts";
import type { OrchestratePorts } from "./orchestrate.ts";

/** Wins the right to prove what lands: two machines would otherwise do it at once. */
export const winLanding = async ({
  plan,
  forge,
  run,
  livenessOf,
  now,
}: Pick<OrchestratePorts, "plan" | "run" | "livenessOf" | "now"> & {
  readonly forge: Pick<OrchestratePorts["forge"], "winClaim">;
}): Promise<boolean> => {
  const note = { run, todo: landingName, round: 1, at: now().toISOString(), starts: [] };
  const first = await forge.winClaim({ plan: plan.id, last: null, note });
  if (first.won) return true;
  if ((await livenessOf(first.holder.run, landingName)) === "live") return false;
  return (await forge.winClaim({ plan: plan.id, last: first.sha, note })).won;
};
