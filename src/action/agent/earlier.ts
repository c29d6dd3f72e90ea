import { rm } from "node:fs/promises";
import { join } from "node:path";
import { isFirstLane } from "../../core/lane/handoff.ts";
import type { Publisher } from "../../git/repositories/publisher.ts";
import { claimsBefore } from "../../github/claims.ts";
import { explained } from "../../github/explain.ts";
import { workflowRunOf } from "../../github/runs.ts";
import { annotate } from "../commands.ts";
import type { Connected } from "../connect.ts";
import type { Job } from "../job.ts";
import type { LaneJob } from "../lane.ts";
import { placeOf } from "../place.ts";

/** Files that a lane may have left, the one that its step writes last by itself. */
export interface LeftFiles {
  readonly names: readonly string[];
  readonly last: string;
}

/** How many claims back work is looked for that was paid for and then lost with its run. */
const maxClaims = 5;

/**
 * Brings what the latest lane of this round left that was cut off, by an earlier attempt of this run or by another run,
 * for the step to judge as the data of strangers that it is. What cannot be brought is said, and is paid for anew.
 */
export const takeLeft = async (
  { entry, handOffs }: LaneJob,
  files: LeftFiles,
  { github, job, publisher }: { github: Connected; job: Job; publisher: Publisher },
): Promise<void> => {
  const { names, last } = files;
  const dir = placeOf(job).handOff;
  const trying = orWarn(() => removeAll(dir, [...names, last]));
  if (job.runAttempt > 1) await trying(() => handOffs.take([...names, last]));
  if (isFirstLane(entry)) return;
  for (const { sha, note } of (await trying(() => claimsBefore(publisher, entry.claim, maxClaims))) ?? []) {
    const run = workflowRunOf(note.run);
    if (run === null) continue;
    const lane = { claim: sha, ...run, token: github.token };
    if (await trying(() => handOffs.takeFrom(lane, names, last))) return;
  }
};

/** A run that is gone, or whose artifacts expired in part, hides none before it; half of what it left is of no use. */
const orWarn =
  (clear: () => Promise<void>) =>
  async <Result>(take: () => Promise<Result>): Promise<Result | null> => {
    try {
      return await take();
    } catch (error) {
      await clear();
      const { message, hint } = explained(error);
      annotate(
        "warning",
        `What an earlier run left cannot be used again: ${message}${hint ? ` (${hint})` : ""}`,
      );
      return null;
    }
  };

const removeAll = async (dir: string, names: readonly string[]): Promise<void> => {
  for (const name of names) await rm(join(dir, name), { force: true });
};
