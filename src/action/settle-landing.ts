import { type LandingEntry, type LandingResult, landingResultSchema } from "../core/proof/landing.ts";
import { landingFailuresOn } from "../github/landing-failures.ts";
import { proofsOn } from "../github/proofs.ts";
import { trustedSide } from "../local/trusted-side.ts";
import { handOffFiles, readHandOff } from "../steps/hand-off.ts";
import { settleLanding } from "../steps/landing.ts";
import { connectAs } from "./connect.ts";
import type { Job } from "./job.ts";
import { type LaneJob, openLane } from "./lane.ts";
import { permissionsOf } from "./permissions.ts";
import { goesOn, type ProvenBy, unlessLeft } from "./proven-by.ts";
import { publisherFor } from "./publisher.ts";
import type { StepOutcome } from "./run-action.ts";
import { startAgain } from "./start-again.ts";
import { landingSummary } from "./summary/proof.ts";

/** Keeps what a landing's lane has found out, and starts orchestrate again: it closes, merges, or sends somebody back. */
export const settleLandingLane = async (inputs: ProvenBy<LandingEntry>, job: Job): Promise<StepOutcome> => {
  const github = await connectAs(job, { ...inputs, permissions: permissionsOf.settle });
  const lane = await openLane(inputs, job);
  const { plan, entry, handOffs } = lane;
  await handOffs.take([handOffFiles.landing, handOffFiles.broken]);
  const result = await resultOf(lane, inputs, job);
  await settleLanding(entry, result, {
    plan,
    publisher: trustedSide(await publisherFor(job, github.token), plan, null),
    proofs: proofsOn(github),
    machine: "runner",
    failures: landingFailuresOn(github, plan.id, () => new Date()),
  });
  if (goesOn(result, inputs)) await startAgain(github, inputs, job);
  return { outputs: { result: result.kind }, summary: landingSummary(lane, result), failed: null };
};

const resultOf = async (
  lane: LaneJob<LandingEntry>,
  inputs: ProvenBy<LandingEntry>,
  job: Job,
): Promise<LandingResult> => {
  const left = await readHandOff(lane.place.handOff, handOffFiles.landing, landingResultSchema);
  if (left) return left;
  const fault = await unlessLeft(lane, inputs, job);
  return fault === null ? { kind: "unknown" } : { kind: "failed", prefix: 0, fault, prefixes: [] };
};
