import { reviewRunner } from "../../agents/runners.ts";
import { transcripts } from "../../agents/transcript.ts";
import { withoutSecrets } from "../../secrets/hide.ts";
import { handOffFiles } from "../../steps/hand-off.ts";
import { review } from "../../steps/review.ts";
import type { LaneJob } from "../lane.ts";
import type { StepOutcome } from "../run-action.ts";
import { reviewSummary } from "../summary/lane.ts";
import { type ProgramJob, portsFor } from "./ports.ts";
import { runnersFor } from "./programs.ts";

const left = { names: [], last: handOffFiles.review };

/** Runs the reviewer on a commit that the publisher has, and leaves its verdict; not for a lane that was given up. */
export const reviewLane = async (
  lane: LaneJob,
  { head, ...given }: ProgramJob & { readonly head: string },
): Promise<StepOutcome> => {
  await using runners = await runnersFor(lane, given.job, { role: "reviewer", minutes: given.minutes });
  const ports = await portsFor(lane, given, { runners, left });
  const answer = await review(lane.entry, head, {
    ...ports,
    reviewer: withoutSecrets(reviewRunner(runners)),
  });
  await lane.handOffs.leave([handOffFiles.review, transcripts.reviewer, transcripts.command]);
  return {
    outputs: { decision: answer.kind === "verdict" ? answer.verdict.decision : answer.kind },
    summary: reviewSummary(lane, answer, ports.requests),
    failed: null,
  };
};
