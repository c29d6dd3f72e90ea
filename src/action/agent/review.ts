import { promptRenderer } from "../../agents/prompt-renderer.ts";
import { commandRunner, reviewRunner, transcripts } from "../../agents/runners.ts";
import type { Publisher } from "../../git/repositories/publisher.ts";
import { forgeOf } from "../../github/forge.ts";
import { trustedSide } from "../../local/trusted-side.ts";
import { withoutSecrets } from "../../secrets/hide.ts";
import { handOffFiles } from "../../steps/hand-off.ts";
import { readClaimed } from "../../steps/record.ts";
import { review } from "../../steps/review.ts";
import { connectAs } from "../connect.ts";
import type { Job } from "../job.ts";
import type { LaneJob } from "../lane.ts";
import type { StepOutcome } from "../run-action.ts";
import { reviewSummary } from "../summary/lane.ts";
import { takeLeft } from "./earlier.ts";
import { runnersFor } from "./programs.ts";
import { workshopFor } from "./workshop.ts";

/** Runs the reviewer on a commit that the publisher has, and leaves its verdict; not for a lane that was given up. */
export const reviewLane = async (
  lane: LaneJob,
  {
    head,
    token,
    minutes,
    job,
    publisher,
  }: { head: string; token: string; minutes: number; job: Job; publisher: Publisher },
): Promise<StepOutcome> => {
  await using runners = await runnersFor(lane, job, { role: "reviewer", minutes });
  const github = await connectAs(job, { token });
  const forge = forgeOf({ bot: github, reviewer: github });
  await readClaimed(forge, lane.entry);
  await takeLeft(lane, { names: [], last: handOffFiles.review }, { github, job });
  const given = await review(lane.entry, head, {
    ...lane,
    forge,
    publisher: trustedSide(publisher, lane.plan, null),
    workshop: await workshopFor(lane, job, { publisher, sandbox: runners.held }),
    reviewer: withoutSecrets(reviewRunner(runners)),
    command: withoutSecrets(commandRunner(runners, lane.entry)),
    render: promptRenderer(lane.plan),
    handOff: lane.place.handOff,
    clock: () => Date.now(),
  });
  await lane.handOffs.leave([handOffFiles.review, transcripts.reviewer, transcripts.command]);
  return {
    outputs: { decision: given.kind === "verdict" ? given.verdict.decision : given.kind },
    summary: reviewSummary(lane, given, github.requests),
    failed: null,
  };
};
