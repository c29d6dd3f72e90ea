import { commandRunner } from "../../agents/command-runner.ts";
import { pauseUntil } from "../../agents/pause.ts";
import { promptRenderer } from "../../agents/prompt-renderer.ts";
import type { Publisher } from "../../git/repositories/publisher.ts";
import { forgeOf } from "../../github/forge.ts";
import { trustedSide } from "../../local/trusted-side.ts";
import { withoutSecrets } from "../../secrets/hide.ts";
import { readClaimed } from "../../steps/record.ts";
import { connectAs } from "../connect.ts";
import type { Job } from "../job.ts";
import type { LaneJob } from "../lane.ts";
import { type LeftFiles, takeLeft } from "./earlier.ts";
import type { Runners } from "./programs.ts";
import { workshopFor } from "./workshop.ts";

/** A job that runs a lane's program, for as many minutes as it may still take. */
export interface ProgramJob {
  readonly token: string;
  readonly minutes: number;
  readonly job: Job;
  readonly publisher: Publisher;
}

/**
 * What both steps that run a program need besides it, with what an earlier run left brought; for a lane that was given
 * up it throws, so nobody is paid.
 */
export const portsFor = async (
  lane: LaneJob,
  { token, job, publisher }: ProgramJob,
  { runners, left }: { runners: Runners; left: LeftFiles },
) => {
  const github = await connectAs(job, { token });
  const forge = forgeOf({ bot: github, reviewer: github });
  // The first time its run has claimed it just now.
  if (job.runAttempt > 1) await readClaimed(forge, lane.entry);
  await takeLeft(lane, left, { github, job, publisher });
  return {
    ...lane,
    forge,
    requests: github.requests,
    publisher: trustedSide(publisher, lane.plan, null),
    workshop: await workshopFor(lane, job, { publisher, sandbox: runners.held }),
    command: withoutSecrets(commandRunner(runners, lane.entry)),
    render: promptRenderer(lane.plan),
    handOff: lane.place.handOff,
    clock: () => Date.now(),
    pause: pauseUntil(job.signal),
  };
};
