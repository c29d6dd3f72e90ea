import { mkdir } from "node:fs/promises";
import { MilepostError } from "../core/error.ts";
import type { Entry, LaneEntry } from "../core/lane/handoff.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { TellProgress } from "../steps/program-ports.ts";
import { say } from "./commands.ts";
import { type HandOffs, handOffsOf } from "./hand-offs.ts";
import type { Job } from "./job.ts";
import { waitAsPlanned } from "./outage.ts";
import { type ActionPlace, placeOf } from "./place.ts";

/** What every step of a lane knows. */
export interface LaneJob<Of extends LaneEntry = Entry> {
  readonly plan: Plan;
  readonly entry: Of;
  readonly place: ActionPlace;
  readonly handOffs: HandOffs;
  readonly progress: TellProgress;
}

/** Opens a lane's step: reads the plan, and makes sure that the entry is of it. */
export const openLane = async <Of extends LaneEntry>(
  { plan: named, entry }: { plan: string; entry: Of },
  job: Job,
): Promise<LaneJob<Of>> => {
  const place = placeOf(job);
  await mkdir(place.handOff, { recursive: true });
  // Loaded late: what was asked of the forge is on its way meanwhile.
  const { planNamed } = await import("./plan.ts");
  const read = await planNamed(job.workspace, named);
  const plan = "author" in entry && entry.author ? { ...read, author: entry.author } : read;
  if (plan.id !== entry.plan) {
    throw new MilepostError(`the entry is of the plan ${entry.plan}, and \`plan\` names ${plan.id}`, {
      hint: "pass on the `plan` that orchestrate was given",
    });
  }
  waitAsPlanned(job, plan);
  return {
    plan,
    entry,
    place,
    handOffs: handOffsOf(job, entry, plan),
    progress: (stage, detail = "") => say(`${entry.todo}: ${stage}${detail === "" ? "" : ` (${detail})`}`),
  };
};

/** Jobs of a todo's lane that are run again go on from what they may have made the time before. */
export const runAgain = <Given extends { entry: Entry }>(inputs: Given, job: Job): Given => ({
  ...inputs,
  entry: { ...inputs.entry, attempt: inputs.entry.attempt + job.runAttempt - 1 },
});
