import type { Plan } from "../core/plan/plan.ts";
import { proveEach, proveTogether } from "../core/proof/bisect.ts";
import type { BaseFault } from "../core/proof/fault.ts";
import { type ProofMachine, proofKey } from "../core/proof/key.ts";
import {
  type LandingEntry,
  type LandingResult,
  landingEntry,
  landingName,
  type MergedInOrder,
} from "../core/proof/landing.ts";
import { stateOf } from "./base-check.ts";
import type { PublisherPort, Workshop } from "./git-ports.ts";
import type { ProofStore } from "./ports.ts";
import type { VerifyPorts } from "./verify.ts";

interface ProvingPorts extends VerifyPorts {
  readonly publisher: Pick<PublisherPort, "fetch" | "mergeInOrder">;
  readonly workshop: Pick<Workshop, "checkOutForReview">;
  readonly proofs: Pick<ProofStore, "find">;
  readonly machine: ProofMachine;
}

/** Runs the plan's commands on what would land, until it is known that it passes or which prefix is the first that fails. */
export const proveLanding = async (entry: LandingEntry, ports: ProvingPorts): Promise<LandingResult> => {
  const { plan, publisher, machine } = ports;
  // Of an older or a later plan it would say nothing of this one's commands.
  if (landingEntry(plan, { ...entry, machine }).key !== entry.key) return { kind: "unknown" };
  const heads = entry.heads.map(({ head }) => head);
  await publisher.fetch([...new Set([entry.base, ...heads])]);
  const { prefixes, conflict } = await publisher.mergeInOrder(entry.base, heads);
  if (conflict) return { kind: "unknown" };
  const prove = proverOf(plan);
  try {
    const proven = await prove(heads.length, (at) => faultAt(prefixes, at, ports));
    return { ...proven, prefixes: [...proven.prefixes] };
  } catch (error) {
    if (error === cutOff) return { kind: "unknown" };
    throw error;
  }
};

const proverOf = ({ prove }: Plan) => (prove === "each" ? proveEach<BaseFault> : proveTogether<BaseFault>);

const cutOff = new Error("the plan's commands were cut off");

/** A tree that is known to pass is not run again. */
const faultAt = async (
  prefixes: MergedInOrder["prefixes"],
  at: number,
  ports: ProvingPorts,
): Promise<BaseFault | null> => {
  const [base, prefix] = [prefixes[0], prefixes[at]];
  if (!base || !prefix) throw new Error(`there is no prefix ${at}`);
  const { plan, proofs, machine, workshop, progress } = ports;
  const key = proofKey(prefix.tree, plan, { machine, base: base.tree });
  if ((await proofs.find(key))?.kind === "passed") return null;
  progress(at === 0 ? "the base alone" : `the first ${at}`);
  const checkout = await workshop.checkOutForReview({ worktree: landingName, head: prefix.commit });
  try {
    const state = await stateOf(checkout, { sha: prefix.commit, base: base.commit }, ports);
    if (state.kind === "unknown") throw cutOff;
    return state.kind === "failed" ? state.fault : null;
  } finally {
    await checkout.clear();
  }
};
