import { tellingOfForge } from "./broken.ts";
import { type Inputs, laneEntry, minutes, plan, token } from "./inputs.ts";
import type { Job } from "./job.ts";
import { openLane, runAgain } from "./lane.ts";
import { publisherFor } from "./publisher.ts";
import type { StepOutcome } from "./run-action.ts";

export const implementInputs = { plan, entry: laneEntry, minutes, token } as const;

/**
 * Runs the agent on the entry's todo, and leaves what it made; of a proof's entry it runs the plan's commands alone.
 * The token only reads, and no program sees it.
 */
export const implementAction = async (
  { entry, ...inputs }: Inputs<typeof implementInputs>,
  job: Job,
): Promise<StepOutcome> => {
  const { token, minutes } = inputs;
  const publisher = await publisherFor(job, token);
  const fetched = publisher.fetch(entry.kind === "proof" ? [entry.sha] : [entry.start, entry.baseSha]);
  fetched.catch(() => undefined);
  const given = { token, minutes, job, publisher };
  switch (entry.kind) {
    case "work":
    case "restack": {
      const lane = await openLane(runAgain({ ...inputs, entry }, job), job);
      return await tellingOfForge(lane, { held: [token] }, async () => {
        await fetched;
        const { implementLane } = await import("./agent/implement.ts");
        return await implementLane(lane, given);
      });
    }
    case "proof": {
      const lane = await openLane({ ...inputs, entry }, job);
      return await tellingOfForge(lane, { held: [token] }, async () => {
        await fetched;
        const { proofLane } = await import("./agent/proof.ts");
        return await proofLane(lane, given);
      });
    }
    default:
      return entry satisfies never;
  }
};
