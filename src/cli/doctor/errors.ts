import { MilepostError } from "../../core/error.ts";
import { type CheckUp, problem } from "./check-up.ts";

/** An error that a check met, as what it found: its message, and its hint as the fix. */
export const asProblem = (name: string, error: unknown): CheckUp => {
  if (!(error instanceof MilepostError)) throw error;
  return problem(name, error.message, error.hint ?? "see the message");
};
