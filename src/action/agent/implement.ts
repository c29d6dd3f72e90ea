import { promptRenderer } from "../../agents/prompt-renderer.ts";
import { agentRunner, commandRunner, transcripts } from "../../agents/runners.ts";
import type { Publisher } from "../../git/repositories/publisher.ts";
import { forgeOf } from "../../github/forge.ts";
import { trustedSide } from "../../local/trusted-side.ts";
import { withoutSecrets } from "../../secrets/hide.ts";
import { handOffFiles } from "../../steps/hand-off.ts";
import { implement } from "../../steps/implement.ts";
import { readClaimed } from "../../steps/record.ts";
import { connectAs } from "../connect.ts";
import type { Job } from "../job.ts";
import type { LaneJob } from "../lane.ts";
import type { StepOutcome } from "../run-action.ts";
import { reportSummary } from "../summary/lane.ts";
import { takeLeft } from "./earlier.ts";
import { runnersFor } from "./programs.ts";
import { workshopFor } from "./workshop.ts";

/** What an agent's lane may have left; its report says that it is whole. */
const leftFiles = { names: [handOffFiles.bundle, handOffFiles.proposal], last: handOffFiles.report };

/**
 * Runs the agent where the publisher has what it starts from, and leaves what it made. For a lane that was given up, as
 * by a person who runs a failed job once more, nobody is paid: what it makes could not be handed on.
 */
export const implementLane = async (
  lane: LaneJob,
  { token, minutes, job, publisher }: { token: string; minutes: number; job: Job; publisher: Publisher },
): Promise<StepOutcome> => {
  await using runners = await runnersFor(lane, job, { role: "agent", minutes });
  const github = await connectAs(job, { token });
  const forge = forgeOf({ bot: github, reviewer: github });
  await readClaimed(forge, lane.entry);
  await takeLeft(lane, leftFiles, { github, job });
  const report = await implement(lane.entry, {
    ...lane,
    forge,
    publisher: trustedSide(publisher, lane.plan, null),
    workshop: await workshopFor(lane, job, { publisher, sandbox: runners.held }),
    agent: withoutSecrets(agentRunner(runners)),
    command: withoutSecrets(commandRunner(runners, lane.entry)),
    render: promptRenderer(lane.plan),
    handOff: lane.place.handOff,
    clock: () => Date.now(),
  });
  await lane.handOffs.leave([
    handOffFiles.bundle,
    handOffFiles.report,
    transcripts.agent,
    transcripts.command,
  ]);
  return {
    outputs: { outcome: report.outcome },
    summary: reportSummary(lane, report, github.requests),
    failed: null,
  };
};
