import type { z } from "zod";
import { brokenSchema } from "../core/lane/handoff.ts";
import { type ProofEntry, type ProofResult, proofResultSchema } from "../core/proof/entry.ts";
import { baseFault } from "../core/proof/fault.ts";
import { proofsOn } from "../github/proofs.ts";
import { keepProof } from "../steps/base-proof.ts";
import { handOffFiles, readHandOff } from "../steps/hand-off.ts";
import { connectAs, type Identity } from "./connect.ts";
import type { jobResult } from "./inputs.ts";
import { type Job, runUrl } from "./job.ts";
import { type LaneJob, openLane } from "./lane.ts";
import type { StepOutcome } from "./run-action.ts";
import { startAgain } from "./start-again.ts";
import { proofSummary } from "./summary/proof.ts";

interface ProofInputs extends Identity {
  readonly plan: string;
  readonly entry: ProofEntry;
  readonly parallel?: number | undefined;
  /** How the job ended that ran the commands. */
  readonly implement?: z.output<typeof jobResult>;
}

type ProofLane = LaneJob<ProofEntry>;

/** Keeps what a proof's lane has found out, and starts orchestrate again: it tells people, and starts what may start. */
export const settleProof = async (inputs: ProofInputs, job: Job): Promise<StepOutcome> => {
  const github = await connectAs(job, inputs);
  const lane = await openLane(inputs, job);
  await lane.handOffs.take([handOffFiles.proof, handOffFiles.broken]);
  const result = await resultOf(lane, inputs, job);
  await keepProof(lane.entry, result, { proofs: proofsOn(github), now: () => new Date() });
  if (goesOn(result, inputs)) await startAgain(github, inputs, job);
  return { outputs: { result: result.kind }, summary: proofSummary(lane, result), failed: null };
};

/** What was cut off would be so again at once: the schedule goes on with that. */
const goesOn = ({ kind }: ProofResult, { implement }: ProofInputs): boolean =>
  kind === "unknown" ? implement === "success" : implement !== "cancelled";

const resultOf = async ({ place }: ProofLane, { implement }: ProofInputs, job: Job): Promise<ProofResult> => {
  const left = await readHandOff(place.handOff, handOffFiles.proof, proofResultSchema);
  if (left) return left;
  const broken = await readHandOff(place.handOff, handOffFiles.broken, brokenSchema);
  if (implement !== "failure" || broken?.excuse) return { kind: "unknown" };
  const how = `${broken?.reason ?? "the job failed and left nothing"}\nsee ${runUrl(job)}`;
  return {
    kind: "failed",
    fault: baseFault({ stage: "machine", command: "", on: "runner", lack: null, how }),
  };
};
