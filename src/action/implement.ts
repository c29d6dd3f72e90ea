import { promptRenderer } from "../agents/prompt-renderer.ts";
import { agentRunner, commandRunner, transcripts } from "../agents/runners.ts";
import { forgeOf } from "../github/forge.ts";
import { handOffFiles } from "../steps/hand-off.ts";
import { implement } from "../steps/implement.ts";
import { connectAs } from "./connect.ts";
import { entry, type Inputs, plan, token } from "./inputs.ts";
import type { Job } from "./job.ts";
import { openLane } from "./lane.ts";
import { runnersFor } from "./programs.ts";
import { publisherFor, workshopFor } from "./repositories.ts";
import type { Told } from "./run-action.ts";
import { reportSummary } from "./summary/lane.ts";

export const implementInputs = { plan, entry, token } as const;

/** Runs the agent on the entry's todo, and leaves what it made; the token only reads, and no agent sees it. */
export const implementAction = async (inputs: Inputs<typeof implementInputs>, job: Job): Promise<Told> => {
  const lane = await openLane(inputs, job);
  await using runners = await runnersFor(lane, job, "agent");
  const github = await connectAs(job, inputs);
  const publisher = await publisherFor(lane, job, github.token);
  const report = await implement(lane.entry, {
    ...lane,
    forge: forgeOf({ bot: github, reviewer: github }),
    publisher,
    workshop: await workshopFor(lane, job, publisher),
    agent: agentRunner(runners),
    command: commandRunner(runners, lane.entry),
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
