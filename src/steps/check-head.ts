import { setImmediate as turn } from "node:timers/promises";
import { assignmentOf, gateRules } from "../core/lane/assignment.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { Facts, GateRules } from "../gates/gate.ts";
import { gatesAt, saidInCheckout } from "../gates/in-lane.ts";
import { runGatesInTurns } from "../gates/in-turns.ts";
import type { GateResult } from "../gates/result.ts";
import type { PublisherPort, Workshop } from "./git-ports.ts";
import { type VerifyPorts, verify } from "./verify.ts";

/** Whether a lane is to judge this head: nobody has, since it is neither one that passed nor one that it proposed. */
export const isUnchecked = (entry: Entry, head: string): boolean => head === entry.head && !entry.checked;

export interface CheckPorts extends VerifyPorts {
  readonly workshop: Pick<Workshop, "checkOutForReview">;
}

/** Judges what a person has pushed as what an agent hands in is judged: by all gates, in a checkout of its own. */
export const checkHead = async (entry: Entry, head: string, ports: CheckPorts): Promise<GateResult[]> => {
  ports.progress("gates");
  const checkout = await ports.workshop.checkOutForReview({ worktree: entry.worktree, head });
  const facts = await checkout.facts(entry.baseSha, head);
  const verified = await verify(checkout, head, ports);
  const rules = rulesFor(entry, ports);
  const only = gatesAt(rules, { commits: false, checkout: true });
  return await runGatesInTurns({ ...facts, ...verified }, rules, { only, turn });
};

/** The same on the trusted side: all that git tells is judged again, what was run is taken from there. */
export const checkAgain = async (
  entry: Entry,
  { head, gates }: { head: string; gates: readonly GateResult[] },
  ports: Pick<VerifyPorts, "plan"> & { readonly publisher: Pick<PublisherPort, "facts"> },
): Promise<GateResult[]> =>
  await judgeTrusted(await ports.publisher.facts(entry.baseSha, head), rulesFor(entry, ports), gates);

/** What git tells on the trusted side, and what was handed on of how the plan's commands ended. */
export const judgeTrusted = async (
  facts: Facts,
  rules: GateRules,
  handed: readonly GateResult[],
): Promise<GateResult[]> => {
  const only = gatesAt(rules, { commits: true, checkout: false });
  return [...(await runGatesInTurns(facts, rules, { only, turn })), ...saidInCheckout(handed, rules)];
};

/** What a todo's changes are held to. */
export const rulesFor = (entry: Entry, { plan }: Pick<VerifyPorts, "plan">) =>
  gateRules(plan, assignmentOf(plan, entry, null).body, entry);
