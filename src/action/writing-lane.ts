import type { Entry } from "../core/lane/handoff.ts";
import { forgeOf } from "../github/forge.ts";
import type { Forge } from "../steps/ports.ts";
import { readClaimed } from "../steps/record.ts";
import { type Connected, connectAs, type Identity } from "./connect.ts";
import type { Job } from "./job.ts";
import { type LaneJob, openLane, runAgain } from "./lane.ts";

/** A lane's step that writes: its forge answers once by the issue that was read as the lane was opened. */
interface WritingLane {
  readonly lane: LaneJob;
  readonly github: Connected;
  readonly knowing: (forge: Forge) => Forge;
}

/** Opens a step that writes: a lane that was given up takes nothing in. */
export const openWritingLane = async (
  inputs: { plan: string; entry: Entry } & Identity,
  job: Job,
): Promise<WritingLane> => {
  const github = await connectAs(job, inputs);
  const claimed = readClaimed(forgeOf({ bot: github, reviewer: github }), inputs.entry);
  const [lane, { own }] = await Promise.all([openLane(runAgain(inputs, job), job), claimed]);
  let isAsked = false;
  const knowing = (forge: Forge): Forge => ({
    ...forge,
    getIssue: async (number) => {
      if (isAsked || number !== own.issue.number) return await forge.getIssue(number);
      isAsked = true;
      return own;
    },
  });
  return { lane, github, knowing };
};
