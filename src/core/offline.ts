import { MilepostError } from "./error.ts";

/** The forge has not answered for as long as it is waited for: nobody's fault, and nothing is lost by it. */
export class ForgeOffline extends MilepostError {
  override name = "ForgeOffline";
}

/** Whether something was found to be wrong: that the forge cannot be asked says nothing of what it would answer. */
export const isFinding = (error: unknown): error is MilepostError =>
  error instanceof MilepostError && !(error instanceof ForgeOffline);
