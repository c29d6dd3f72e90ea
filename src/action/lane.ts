import { mkdir } from "node:fs/promises";
import { MilepostError } from "../core/error.ts";
import type { Entry } from "../core/lane/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { TellProgress } from "../steps/program-ports.ts";
import { say } from "./commands.ts";
import { type HandOffs, handOffsOf } from "./hand-offs.ts";
import type { Job } from "./job.ts";
import { type ActionPlace, placeOf } from "./place.ts";

/** What every step of a lane knows. */
export interface LaneJob {
  readonly plan: Plan;
  readonly entry: Entry;
  readonly place: ActionPlace;
  readonly handOffs: HandOffs;
  readonly progress: TellProgress;
}

/** Opens a lane's step: reads the plan, and makes sure that the entry is of it. */
export const openLane = async (inputs: { plan: string; entry: Entry }, job: Job): Promise<LaneJob> => {
  // Jobs that are run again go on from what they may have made the time before.
  const entry = { ...inputs.entry, attempt: inputs.entry.attempt + job.runAttempt - 1 };
  const place = placeOf(job);
  await mkdir(place.handOff, { recursive: true });
  // Loaded late: what was asked of the forge is on its way meanwhile.
  const { planNamed } = await import("./plan.ts");
  const plan = await planNamed(job.workspace, inputs.plan);
  if (plan.id !== entry.plan) {
    throw new MilepostError(`the entry is of the plan ${entry.plan}, and \`plan\` names ${plan.id}`, {
      hint: "pass on the `plan` that orchestrate was given",
    });
  }
  return {
    plan,
    entry,
    place,
    handOffs: handOffsOf(job, entry),
    progress: (stage, detail = "") => say(`${entry.todo}: ${stage}${detail === "" ? "" : ` (${detail})`}`),
  };
};
