import { MilepostError } from "./error.ts";

/** What a branch was begun on is no longer in its base, and its work conflicts without that: a person says what is meant. */
export class ConflictsWithout extends MilepostError {
  override name = "ConflictsWithout";
}
