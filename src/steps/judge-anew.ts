import type { ChangeOf } from "../core/decide/change.ts";
import { allPass } from "../core/gate-outcome.ts";
import { gateRules } from "../core/lane/assignment.ts";
import type { Rested } from "../core/todo/record.ts";
import { needsCheckout } from "../gates/list.ts";
import type { GateResult } from "../gates/result.ts";
import { type ApplyPorts, readBase } from "./batch.ts";
import { judgeTrusted } from "./check-head.ts";
import type { PublisherPort } from "./git-ports.ts";
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
  const { rested } = record;
  await publisher.fetch([...new Set([sha, head, ...(rested ? [rested.commit, ...rested.parts] : [])])]);
  if (rested && !(await isPlainOn(rested, sha, publisher))) return true;
  const owns = plan.bodies.find(({ id }) => id === record.body)?.owns ?? null;
  const rules = gateRules(plan, { owns }, record);
  const gates = await judgeTrusted(await publisher.facts(sha, head), rules, ranBefore(record));
  await postGates(forge, { pull, head, gates, isNew: false });
  return allPass(gates);
};

/** What holds others' commits that its base has by another one shows them as its own until it takes that in. */
const isPlainOn = async (
  { commit, parts }: Rested,
  base: string,
  { contains }: Pick<PublisherPort, "contains">,
): Promise<boolean> => {
  for (const below of parts.length > 0 ? parts : [commit]) if (!(await contains(base, below))) return false;
  return true;
};

const ranBefore = ({ checked }: ChangeOf<"judge">["record"]): GateResult[] =>
  (checked?.gates ?? [])
    .filter((name) => needsCheckout.has(name))
    .map((name) => ({
      ...{ kind: "passed", name, message: "passed at this commit, on its base before" },
      evidence: { of: "nothing" },
    }));
