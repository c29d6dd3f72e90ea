import { z } from "zod";
import { promptRenderer } from "../agents/prompt-renderer.ts";
import { commandRunner, reviewRunner, transcripts } from "../agents/runners.ts";
import { forgeOf } from "../github/forge.ts";
import { trustedSide } from "../local/trusted-side.ts";
import { handOffFiles } from "../steps/hand-off.ts";
import { review } from "../steps/review.ts";
import { connectAs } from "./connect.ts";
import { entry, type Inputs, plan, token } from "./inputs.ts";
import type { Job } from "./job.ts";
import { openLane } from "./lane.ts";
import { runnersFor } from "./programs.ts";
import { publisherFor, workshopFor } from "./repositories.ts";
import type { Told } from "./run-action.ts";
import { reviewSummary } from "./summary/lane.ts";

export const reviewInputs = {
  plan,
  entry,
  head: z
    .string()
    .regex(/^[0-9a-f]{40}$/, "a commit, in full")
    .optional(),
  token,
} as const;

/** Has the reviewer judge one commit, and leaves its verdict; the token only reads, and no reviewer sees it. */
export const reviewAction = async (inputs: Inputs<typeof reviewInputs>, job: Job): Promise<Told> => {
  const lane = await openLane(inputs, job);
  await using runners = await runnersFor(lane, job, "reviewer");
  const github = await connectAs(job, inputs);
  const publisher = await publisherFor(lane, job, github.token);
  const given = await review(lane.entry, inputs.head ?? lane.entry.head, {
    ...lane,
    forge: forgeOf({ bot: github, reviewer: github }),
    publisher: trustedSide(publisher, lane.plan, null),
    workshop: await workshopFor(lane, job, publisher),
    reviewer: reviewRunner(runners),
    command: commandRunner(runners, lane.entry),
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
