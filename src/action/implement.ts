import { tellingOfForge } from "./broken.ts";
import { entry, type Inputs, minutes, plan, token } from "./inputs.ts";
import type { Job } from "./job.ts";
import { openLane } from "./lane.ts";
import { publisherFor } from "./publisher.ts";
import type { StepOutcome } from "./run-action.ts";

export const implementInputs = { plan, entry, minutes, token } as const;

/** Runs the agent on the entry's todo, and leaves what it made; the token only reads, and no agent sees it. */
export const implementAction = async (
  inputs: Inputs<typeof implementInputs>,
  job: Job,
): Promise<StepOutcome> => {
  const { token, minutes } = inputs;
  const { start, baseSha } = inputs.entry;
  const publisher = await publisherFor(job, token);
  const fetched = publisher.fetch([start, baseSha]);
  fetched.catch(() => undefined);
  const lane = await openLane(inputs, job);
  return await tellingOfForge(lane, { held: [token] }, async () => {
    await fetched;
    const { implementLane } = await import("./agent/implement.ts");
    return await implementLane(lane, { token, minutes, job, publisher });
  });
};
