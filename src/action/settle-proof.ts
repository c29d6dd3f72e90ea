import { type ProofEntry, type ProofResult, proofResultSchema } from "../core/proof/entry.ts";
import { proofsOn } from "../github/proofs.ts";
import { keepProof } from "../steps/base-proof.ts";
import { handOffFiles, readHandOff } from "../steps/hand-off.ts";
import { connectAs } from "./connect.ts";
import type { Job } from "./job.ts";
import { type LaneJob, openLane } from "./lane.ts";
import { permissionsOf } from "./permissions.ts";
import { goesOn, type ProvenBy, unlessLeft } from "./proven-by.ts";
import type { StepOutcome } from "./run-action.ts";
import { startAgain } from "./start-again.ts";
import { proofSummary } from "./summary/proof.ts";

/** Keeps what a proof's lane has found out, and starts orchestrate again: it tells people, and starts what may start. */
export const settleProof = async (inputs: ProvenBy<ProofEntry>, job: Job): Promise<StepOutcome> => {
  const github = await connectAs(job, { ...inputs, permissions: permissionsOf.settle });
  const lane = await openLane(inputs, job);
  await lane.handOffs.take([handOffFiles.proof, handOffFiles.broken]);
  const result = await resultOf(lane, inputs, job);
  await keepProof(lane.entry, result, { proofs: proofsOn(github), now: () => new Date() });
  if (goesOn(result, inputs)) await startAgain(github, inputs, job);
  return { outputs: { result: result.kind }, summary: proofSummary(lane, result), failed: null };
};

const resultOf = async (
  lane: LaneJob<ProofEntry>,
  inputs: ProvenBy<ProofEntry>,
  job: Job,
): Promise<ProofResult> => {
  const left = await readHandOff(lane.place.handOff, handOffFiles.proof, proofResultSchema);
  if (left) return left;
  const fault = await unlessLeft(lane, inputs, job);
  return fault === null ? { kind: "unknown" } : { kind: "failed", fault };
};
