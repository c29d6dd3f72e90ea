import { MilepostError } from "./error.ts";

/** The forge does not take these commits, wherever they are pushed to: it says why. */
export class PushRefused extends MilepostError {
  override name = "PushRefused";
}
