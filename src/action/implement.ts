import type { LaneEntry } from "../core/lane/handoff.ts";
import { tellingOfForge } from "./broken.ts";
import { type Inputs, laneEntry, minutes, plan, token } from "./inputs.ts";
import type { Job } from "./job.ts";
import { openLane, runAgain } from "./lane.ts";
import { publisherFor } from "./publisher.ts";
import type { StepOutcome } from "./run-action.ts";

export const implementInputs = { plan, entry: laneEntry, minutes, token } as const;

/**
 * Runs the agent on the entry's todo, and leaves what it made; where something is to be proved it runs the plan's commands
 * alone.
 * The token only reads, and no program sees it.
 */
export const implementAction = async (
  { entry, ...inputs }: Inputs<typeof implementInputs>,
  job: Job,
): Promise<StepOutcome> => {
  const { token, minutes } = inputs;
  const publisher = await publisherFor(job, token);
  const fetched = publisher.fetch(startsOf(entry));
  fetched.catch(() => undefined);
  const given = { token, minutes, job, publisher };
  switch (entry.kind) {
    case "work":
    case "restack":
    case "split": {
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
    case "landing": {
      const lane = await openLane({ ...inputs, entry }, job);
      return await tellingOfForge(lane, { held: [token] }, async () => {
        await fetched;
        const { landingLane } = await import("./agent/landing.ts");
        return await landingLane(lane, given);
      });
    }
    default:
      return entry satisfies never;
  }
};

/** Commits that it begins with. */
const startsOf = (entry: LaneEntry): string[] => {
  switch (entry.kind) {
    case "work":
    case "restack":
    case "split":
      return [entry.start, entry.baseSha];
    case "proof":
      return [entry.sha];
    case "landing":
      return [...new Set([entry.base, ...entry.heads.map(({ head }) => head)])];
    default:
      return entry satisfies never;
  }
};
