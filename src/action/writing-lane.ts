import type { Entry } from "../core/lane/handoff.ts";
import { forgeOf } from "../github/forge.ts";
import { readClaimed } from "../steps/record.ts";
import { type Connected, connectAs, type Identity } from "./connect.ts";
import type { Job } from "./job.ts";
import { type LaneJob, openLane, runAgain } from "./lane.ts";

/** Opens a step that writes: a lane that was given up takes nothing in. */
export const openWritingLane = async (
  inputs: { plan: string; entry: Entry } & Identity,
  job: Job,
): Promise<{ lane: LaneJob; github: Connected }> => {
  const github = await connectAs(job, inputs);
  const claimed = readClaimed(forgeOf({ bot: github, reviewer: github }), inputs.entry);
  const [lane] = await Promise.all([openLane(runAgain(inputs, job), job), claimed]);
  return { lane, github };
};
