import { isFirstLane } from "../../core/lane/handoff.ts";
import { claimsBefore } from "../../github/claims.ts";
import { explained } from "../../github/explain.ts";
import { workflowRunOf } from "../../github/runs.ts";
import { annotate } from "../commands.ts";
import type { Connected } from "../connect.ts";
import type { Job } from "../job.ts";
import type { LaneJob } from "../lane.ts";

/** Files that a lane may have left, the one that its step writes last by itself. */
export interface LeftFiles {
  readonly names: readonly string[];
  readonly last: string;
}

/** How many claims back work is looked for that was paid for and then lost with its run. */
const mostClaims = 5;

/**
 * Brings what the latest lane of this round left that was cut off, by an earlier attempt of this run or by another run,
 * for the step to judge as the data of strangers that it is. What cannot be brought is said, and is paid for anew.
 */
export const takeLeft = async (
  { entry, handOffs }: LaneJob,
  { names, last }: LeftFiles,
  { github, job }: { github: Connected; job: Job },
): Promise<void> => {
  try {
    if (job.runAttempt > 1) await handOffs.take([...names, last]);
    if (isFirstLane(entry)) return;
    for (const { sha, note } of await claimsBefore(github, entry.claim, mostClaims)) {
      const run = workflowRunOf(note.run);
      if (run && (await handOffs.takeFrom({ claim: sha, ...run, token: github.token }, names, last))) return;
    }
  } catch (error) {
    const { message, hint } = explained(error);
    annotate(
      "warning",
      `What an earlier run left cannot be used again: ${message}${hint ? ` (${hint})` : ""}`,
    );
  }
};
