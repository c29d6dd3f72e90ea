import { transcripts } from "../../agents/transcript.ts";
import type { LandingEntry, LandingResult } from "../../core/proof/landing.ts";
import { proofsOn } from "../../github/proofs.ts";
import { trustedSide } from "../../local/trusted-side.ts";
import { handOffFiles, writeHandOff } from "../../steps/hand-off.ts";
import { proveLanding } from "../../steps/prove-landing.ts";
import { connectAs } from "../connect.ts";
import type { LaneJob } from "../lane.ts";
import type { StepOutcome } from "../run-action.ts";
import { landingSummary } from "../summary/proof.ts";
import type { ProgramJob } from "./ports.ts";
import { openedFor, provingPorts } from "./sandbox.ts";
import { workshopFor } from "./workshop.ts";

/** Finds out whether what would land passes together, and leaves it; the token only reads, and no program sees it. */
export const landingLane = async (lane: LaneJob<LandingEntry>, given: ProgramJob): Promise<StepOutcome> => {
  const { plan, entry, place, handOffs } = lane;
  const { job, token, publisher } = given;
  const github = await connectAs(job, { token });
  await using sandbox = await openedFor(lane);
  const proven = await proveLanding(entry, {
    ...provingPorts(lane, given, sandbox.held),
    publisher: trustedSide(publisher, plan, null),
    workshop: await workshopFor(lane, job, { publisher, sandbox: sandbox.held }),
    proofs: proofsOn(github),
    machine: "runner",
  });
  const result = onRunner(proven);
  await writeHandOff(place.handOff, handOffFiles.landing, result);
  await handOffs.leave([handOffFiles.landing, transcripts.command]);
  return { outputs: { outcome: result.kind }, summary: landingSummary(lane, result), failed: null };
};

const onRunner = (result: LandingResult): LandingResult =>
  result.kind === "failed" ? { ...result, fault: { ...result.fault, on: "runner" } } : result;
