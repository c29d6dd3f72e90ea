import type { ChangeOf } from "../core/decide/change.ts";
import { allPass } from "../core/gate-outcome.ts";
import { gateRules } from "../core/lane/assignment.ts";
import { needsCheckout } from "../gates/list.ts";
import type { GateResult } from "../gates/result.ts";
import { type ApplyPorts, readBase } from "./batch.ts";
import { judgeTrusted } from "./check-head.ts";
import { postGates } from "./post-gates.ts";

/**
 * Judges a pull request on the base that it has now, and says whether the gates pass: what git tells is read anew, what
 * was run at its head stands.
 */
export const judgeAnew = async (
  { forge, publisher, plan }: Pick<ApplyPorts, "forge" | "publisher" | "plan">,
  { pull, head, base, record }: ChangeOf<"judge">,
): Promise<boolean> => {
  const { sha } = await readBase(forge, base);
  await publisher.fetch([sha, head]);
  const owns = plan.bodies.find(({ id }) => id === record.body)?.owns ?? null;
  const rules = gateRules(plan, { owns }, record);
  const gates = await judgeTrusted(await publisher.facts(sha, head), rules, ranBefore(record));
  await postGates(forge, { pull, head, gates, isNew: false });
  return allPass(gates);
};

const ranBefore = ({ checked }: ChangeOf<"judge">["record"]): GateResult[] =>
  (checked?.gates ?? [])
    .filter((name) => needsCheckout.has(name))
    .map((name) => ({
      ...{ kind: "passed", name, message: "passed at this commit, on its base before" },
      evidence: { of: "nothing" },
    }));
