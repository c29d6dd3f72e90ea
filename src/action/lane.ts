import { mkdir } from "node:fs/promises";
import { MilepostError } from "../core/error.ts";
import type { Entry } from "../core/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import { forgeOf } from "../github/forge.ts";
import type { Progress } from "../steps/ports.ts";
import { readClaimed } from "../steps/record.ts";
import { say } from "./commands.ts";
import { type Connected, connectAs, type Identity } from "./connect.ts";
import { type HandOffs, handOffsOf } from "./hand-offs.ts";
import type { Job } from "./job.ts";
import { type ActionPlace, placeOf } from "./place.ts";
import { planNamed } from "./plan.ts";

/** What every step of a lane knows. */
export interface LaneJob {
  readonly plan: Plan;
  readonly entry: Entry;
  readonly place: ActionPlace;
  readonly handOffs: HandOffs;
  readonly progress: Progress;
}

/** Opens a lane's step: reads the plan, and makes sure that the entry is of it. */
export const openLane = async (inputs: { plan: string; entry: Entry }, job: Job): Promise<LaneJob> => {
  const { entry } = inputs;
  const plan = await planNamed(job.workspace, inputs.plan);
  if (plan.id !== entry.plan) {
    throw new MilepostError(`the entry is of the plan ${entry.plan}, and \`plan\` names ${plan.id}`, {
      hint: "pass on the `plan` that orchestrate was given",
    });
  }
  const place = placeOf(job);
  await mkdir(place.handOff, { recursive: true });
  return {
    plan,
    entry,
    place,
    handOffs: handOffsOf(job, entry),
    progress: (stage, detail = "") => say(`${entry.todo}: ${stage}${detail === "" ? "" : ` (${detail})`}`),
  };
};

/** Opens a step that writes: a lane that was given up takes nothing in. */
export const openWritingLane = async (
  inputs: { plan: string; entry: Entry } & Identity,
  job: Job,
): Promise<{ lane: LaneJob; github: Connected }> => {
  const lane = await openLane(inputs, job);
  const github = await connectAs(job, inputs);
  await readClaimed(forgeOf({ bot: github, reviewer: github }), lane.entry);
  return { lane, github };
};
