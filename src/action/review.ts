import { z } from "zod";
import { tellingOfForge } from "./broken.ts";
import { entry, type Inputs, minutes, plan, token } from "./inputs.ts";
import type { Job } from "./job.ts";
import { openLane, runAgain } from "./lane.ts";
import { publisherFor } from "./publisher.ts";
import type { StepOutcome } from "./run-action.ts";

export const reviewInputs = {
  plan,
  entry,
  head: z
    .string()
    .regex(/^[0-9a-f]{40}$/, "a commit, in full")
    .optional(),
  minutes,
  token,
} as const;

/** Has the reviewer judge one commit, and leaves its verdict; the token only reads, and no reviewer sees it. */
export const reviewAction = async (inputs: Inputs<typeof reviewInputs>, job: Job): Promise<StepOutcome> => {
  const { token, minutes } = inputs;
  const head = inputs.head ?? inputs.entry.head;
  const publisher = await publisherFor(job, token);
  const fetched = publisher.fetch([head, inputs.entry.baseSha]);
  fetched.catch(() => undefined);
  const lane = await openLane(runAgain(inputs, job), job);
  return await tellingOfForge(lane, { held: [token] }, async () => {
    await fetched;
    const { reviewLane } = await import("./agent/review.ts");
    return await reviewLane(lane, { head, token, minutes, job, publisher });
  });
};
