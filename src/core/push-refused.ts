import { MilepostError } from "./error.ts";

/** The forge does not take these commits, wherever they are pushed to: it says why. */
export class PushRefused extends MilepostError {
  override name = "PushRefused";
}

/** The ref on the forge was not where the push expected it: somebody else has moved it. */
export class LeaseError extends MilepostError {
  override name = "LeaseError";
}

/** Whether a push was refused since a rule takes no merge commits there: `This branch must not contain merge commits.` */
export const isAboutMerges = (error: unknown): boolean =>
  error instanceof PushRefused && /merge commits|linear history/i.test(error.message);
