import type { Plan } from "../core/plan/plan.ts";
import { isBelieved } from "../core/proof/believed.ts";
import { baseEntry, type ProofEntry, type ProofResult } from "../core/proof/entry.ts";
import { commandsKey, proofKey } from "../core/proof/key.ts";
import type { CheckBase } from "./base-check.ts";
import { readBase } from "./batch.ts";
import type { Forge, ProofStore } from "./ports.ts";

interface ProvenBasePorts {
  readonly plan: Plan;
  readonly forge: Pick<Forge, "getBranch">;
  readonly proofs: ProofStore;
  /** The tree of a commit of the forge's. */
  readonly treeOf: (sha: string) => Promise<string>;
  readonly now: () => Date;
}

/**
 * What the forge knows of the plan's commands on its base, where a lane of its own runs them. Once they have passed
 * before the first claim nobody asks again: what lands later is proved as it lands.
 */
export const provenBase =
  ({ plan, forge, proofs, treeOf, now }: ProvenBasePorts): CheckBase =>
  async ({ snapshot }) => {
    const proven = commandsKey(plan, "runner");
    if (snapshot.tracking?.record.proven === proven) return { kind: "passed" };
    const { sha } = await readBase(forge, plan.base);
    const key = proofKey(await treeOf(sha), plan, { machine: "runner" });
    const { retriedAt } = snapshot.tracking?.record ?? {};
    const proof = await proofs.find(key);
    if (proof?.kind === "passed") return { kind: "passed", proven };
    if (proof && isBelieved(proof, { retriedAt, now: now() })) return { kind: "failed", fault: proof.fault };
    return { kind: "unproven", entry: baseEntry(plan, { sha, key }) };
  };

/** Keeps what a proof's lane has found out; nothing when that is not known. */
export const keepProof = async (
  { sha, key }: Pick<ProofEntry, "sha" | "key">,
  result: ProofResult,
  { proofs, now }: { readonly proofs: ProofStore; readonly now: () => Date },
): Promise<void> => {
  if (result.kind === "passed") await proofs.keep(key, { kind: "passed", commit: sha });
  if (result.kind === "failed")
    await proofs.keep(key, { kind: "failed", fault: result.fault, at: now().toISOString() });
};
