import { MilepostError } from "../../core/error.ts";
import type { LaneEntry } from "../../core/lane/handoff.ts";
import type { StepOutcome } from "../run-action.ts";

/** Most bytes of a job's outputs, by GitHub's documentation. */
const maxOutput = 1_000_000;

/**
 * The lanes to start, as the workflow reads them: it calls each by its todo, and finds there what it is told.
 *
 * @throws {MilepostError} where that is more than a job may put out.
 */
export const outputsOf = (lanes: readonly LaneEntry[], isDone: boolean): StepOutcome["outputs"] => ({
  todos: JSON.stringify(lanes.map(({ todo }) => todo)),
  entries: entriesOf(lanes),
  "has-work": String(lanes.length > 0),
  done: String(isDone),
});

const entriesOf = (lanes: readonly LaneEntry[]): string => {
  const entries = JSON.stringify(Object.fromEntries(lanes.map((entry) => [entry.todo, entry])));
  if (Buffer.byteLength(entries) <= maxOutput) return entries;
  throw new MilepostError(`the entries of ${lanes.length} lanes are over ${maxOutput} bytes`, {
    hint: "set a lower `parallel` in the plan",
  });
};
