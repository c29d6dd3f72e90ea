import { agentRunner } from "../../agents/runners.ts";
import { transcripts } from "../../agents/transcript.ts";
import { withoutSecrets } from "../../secrets/hide.ts";
import { handOffFiles } from "../../steps/hand-off.ts";
import { implement } from "../../steps/implement.ts";
import type { LaneJob } from "../lane.ts";
import type { StepOutcome } from "../run-action.ts";
import { reportSummary } from "../summary/lane.ts";
import { type ProgramJob, portsFor } from "./ports.ts";
import { runnersFor } from "./programs.ts";

/** What an agent's lane may have left; its report says that it is whole. */
const left = { names: [handOffFiles.bundle, handOffFiles.proposal], last: handOffFiles.report };

/**
 * Runs the agent where the publisher has what it starts from, and leaves what it made. For a lane that was given up, as
 * by a person who runs a failed job once more, nobody is paid: what it makes could not be handed on.
 */
export const implementLane = async (lane: LaneJob, given: ProgramJob): Promise<StepOutcome> => {
  await using runners = await runnersFor(lane, given.job, { role: "agent", minutes: given.minutes });
  const ports = await portsFor(lane, given, { runners, left });
  const report = await implement(lane.entry, { ...ports, agent: withoutSecrets(agentRunner(runners)) });
  await lane.handOffs.leave([
    handOffFiles.bundle,
    handOffFiles.report,
    transcripts.agent,
    transcripts.command,
  ]);
  return {
    outputs: { outcome: report.outcome },
    summary: reportSummary(lane, report, ports.requests),
    failed: null,
  };
};
