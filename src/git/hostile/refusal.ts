import { MilepostError } from "../../core/error.ts";

/** The agent's work is not taken in; the attempt counts as failed. */
export const refusal = (
  why: string,
  { hint = "keep the branch's history and add commits to it; run the todo again", cause }: Reason = {},
): MilepostError => new MilepostError(`the agent's work was refused: ${why}`, { hint, cause });

interface Reason {
  readonly hint?: string;
  readonly cause?: unknown;
}
