import { errorMessage } from "../core/error.ts";
import { cut } from "../core/key.ts";
import { handOffFiles, writeHandOff } from "../steps/hand-off.ts";
import { say } from "./commands.ts";
import type { LaneJob } from "./lane.ts";

type LeavingLane = Pick<LaneJob, "place" | "handOffs">;

/**
 * Leaves why a step broke off, so that settle tells it where people read it: in the todo's issue. What this job holds
 * secret is not in it. A mistake of the set-up is one by what the forge answered, or because `isSetUp` says so.
 */
export const leaveReason = async (
  { place, handOffs }: LeavingLane,
  error: unknown,
  { held, isSetUp = false }: { held: readonly string[]; isSetUp?: boolean },
): Promise<void> => {
  try {
    const [{ explained, forgeExcuse, isSetUpMistake }, { redactorOf }] = await Promise.all([
      import("../github/explain.ts"),
      import("../agents/redact.ts"),
    ]);
    const reason = cut(redactorOf(held).text(errorMessage(explained(error))), 4000);
    const excuse = forgeExcuse(error)?.why ?? null;
    const broken = { reason, excuse, isSetUp: isSetUp || isSetUpMistake(error) };
    await writeHandOff(place.handOff, handOffFiles.broken, broken);
    await handOffs.leave([handOffFiles.broken]);
  } catch (cause) {
    say(`settle cannot tell why this job failed: ${errorMessage(cause)}`);
  }
};

/** Does what a job that runs programs is for; where the forge keeps it from that, settle is told, and charges nobody. */
export const tellingOfForge = async <T>(
  lane: LeavingLane,
  { held }: { held: readonly string[] },
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const { forgeExcuse } = await import("../github/explain.ts");
    if (forgeExcuse(error)) await leaveReason(lane, error, { held });
    throw error;
  }
};
