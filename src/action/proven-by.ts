import type { z } from "zod";
import { brokenSchema, type LaneEntry } from "../core/lane/handoff.ts";
import { type BaseFault, baseFault } from "../core/proof/fault.ts";
import { handOffFiles, readHandOff } from "../steps/hand-off.ts";
import type { AppOrToken } from "./connect.ts";
import type { jobResult } from "./inputs.ts";
import { type Job, runUrl } from "./job.ts";
import type { LaneJob } from "./lane.ts";

/** What settle is given of a lane that proves something. */
export interface ProvenBy<Of extends LaneEntry> extends AppOrToken {
  readonly plan: string;
  readonly entry: Of;
  readonly parallel?: number | undefined;
  /** How the job ended that ran the commands. */
  readonly implement?: z.output<typeof jobResult>;
}

type Ended = Pick<ProvenBy<LaneEntry>, "implement">;

/** Whether orchestrate is started again: what was cut off would be so at once, so the schedule goes on with that. */
export const goesOn = ({ kind }: { readonly kind: string }, { implement }: Ended): boolean =>
  kind === "unknown" ? implement === "success" : implement !== "cancelled";

/** Why a job left nothing, where that is the machine's fault; `null` when it was cut off, or the forge kept it from it. */
export const unlessLeft = async (
  { place }: Pick<LaneJob, "place">,
  { implement }: Ended,
  job: Job,
): Promise<BaseFault | null> => {
  const broken = await readHandOff(place.handOff, handOffFiles.broken, brokenSchema);
  if (implement !== "failure" || broken?.excuse) return null;
  const how = `${broken?.reason ?? "the job failed and left nothing"}\nsee ${runUrl(job)}`;
  return baseFault({ stage: "machine", command: "", on: "runner", lack: null, how });
};
