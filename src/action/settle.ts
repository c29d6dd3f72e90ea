import {
  brokenSchema,
  type Entry,
  proposalSchema,
  reportSchema,
  reviewSchema,
} from "../core/lane/handoff.ts";
import { type LaneLeft, type LaneWork, laneWork } from "../core/lane/work.ts";
import { forgeOf } from "../github/forge.ts";
import { handOffFiles, readHandOff } from "../steps/hand-off.ts";
import type { Settled } from "../steps/settle.ts";
import { annotate } from "./commands.ts";
import { type Connected, connectAs } from "./connect.ts";
import { botIdentity, count, type Inputs, jobResult, laneEntry, plan, reviewerIdentity } from "./inputs.ts";
import { type Job, runUrl } from "./job.ts";
import type { LaneJob } from "./lane.ts";
import { permissionsOf } from "./permissions.ts";
import type { StepOutcome } from "./run-action.ts";
import { startAgain } from "./start-again.ts";
import { settledSummary } from "./summary/lane.ts";
import { openWritingLane } from "./writing-lane.ts";

export const settleInputs = {
  plan,
  entry: laneEntry,
  parallel: count(256),
  implement: jobResult,
  propose: jobResult,
  review: jobResult,
  ...botIdentity,
  ...reviewerIdentity,
} as const;

type SettleInputs = Inputs<typeof settleInputs>;
type WorkInputs = SettleInputs & { readonly entry: Entry };

/**
 * Ends a lane, whatever became of it, and starts orchestrate again, unless somebody has cancelled the run. Where the
 * forge's limit keeps it from that, nothing failed: the hand-off stays, and the next look goes on from it.
 */
export const settleAction = async (inputs: SettleInputs, job: Job): Promise<StepOutcome> => {
  try {
    return await settleKind(inputs, job);
  } catch (error) {
    const { forgeExcuse } = await import("../github/explain.ts");
    const excuse = forgeExcuse(error);
    if (!excuse) throw error;
    annotate("warning", excuse.said);
    const summary = `${excuse.said}\n\nNothing failed: what the lane left is kept, and the schedule goes on from it.`;
    return { outputs: { result: "held-up" }, summary, failed: null };
  }
};

const settleKind = async (inputs: SettleInputs, job: Job): Promise<StepOutcome> => {
  const { entry } = inputs;
  switch (entry.kind) {
    case "work":
    case "restack":
    case "split":
      return await settleAndGoOn({ ...inputs, entry }, job);
    case "proof": {
      const { settleProof } = await import("./settle-proof.ts");
      return await settleProof({ ...inputs, entry }, job);
    }
    case "landing": {
      const { settleLandingLane } = await import("./settle-landing.ts");
      return await settleLandingLane({ ...inputs, entry }, job);
    }
    default:
      return entry satisfies never;
  }
};

const settleAndGoOn = async (inputs: WorkInputs, job: Job): Promise<StepOutcome> => {
  const opened = await openWritingLane({ ...inputs, permissions: permissionsOf.settle }, job, {
    readsPull: false,
  });
  const { lane, github } = opened;
  await lane.handOffs.take([handOffFiles.report, handOffFiles.proposal, handOffFiles.review]);
  if (jobResults(inputs).some(([, ended]) => ended === "failure"))
    await lane.handOffs.take([handOffFiles.broken]);
  const settled = await settleLane(opened, inputs, job);
  // A run can be cancelled while this job settles it.
  const isCancelled = job.signal.aborted || jobResults(inputs).some(([, ended]) => ended === "cancelled");
  if (!isCancelled) await startAgain(github, inputs, job);
  const summary = settledSummary(lane, settled, github.requests);
  return {
    outputs: { result: settled.result.kind },
    summary: isCancelled ? `${summary}\n\n${howToGoOn}` : summary,
    failed: null,
  };
};

const howToGoOn =
  "The run was cancelled, so nothing more is started. Start the workflow to go on; its schedule does so, too.";

/** How the jobs before ended, as far as it is told. */
const jobResults = ({ implement, propose, review }: SettleInputs) =>
  Object.entries({ implement, propose, review });

const settleLane = async (
  { lane, github, knowing }: Awaited<ReturnType<typeof openWritingLane>>,
  inputs: WorkInputs,
  job: Job,
): Promise<Settled> => {
  const { plan, entry } = lane;
  // Loaded after the first request, which need not wait for it.
  const [{ settle }, { trustedSide }, { publisherFor }] = await Promise.all([
    import("../steps/settle.ts"),
    import("../local/trusted-side.ts"),
    import("./publisher.ts"),
  ]);
  const reviewer = await reviewerOf(inputs, github, job);
  const publisher = await publisherFor(job, github.token);
  return await settle(entry, await workOf(lane, inputs, job), {
    ...lane,
    forge: knowing(forgeOf({ bot: github, reviewer, git: publisher })),
    publisher: trustedSide(publisher, plan, null),
    reviewerName: reviewer.app ?? "reviewer",
    clock: () => Date.now(),
  });
};

/** Who posts the verdict: a second identity where there is one, else the one that writes. */
const reviewerOf = async (inputs: SettleInputs, github: Connected, job: Job): Promise<Connected> => {
  const identity = {
    token: inputs["reviewer-token"],
    "app-id": inputs["reviewer-app-id"],
    "private-key": inputs["reviewer-private-key"],
  };
  const isGiven = Object.values(identity).some((value) => value !== undefined);
  if (!isGiven) return github;
  return await connectAs(job, { ...identity, permissions: permissionsOf.reviewer }, github.requests);
};

/** What the jobs before left, and how they ended where they left nothing. */
const workOf = async ({ place, entry }: LaneJob, inputs: WorkInputs, job: Job): Promise<LaneWork> => {
  const jobs = jobResults(inputs);
  const broken = jobs.find(([, result]) => result === "failure");
  const told = await readHandOff(place.handOff, handOffFiles.broken, brokenSchema);
  const why = told ? `: ${told.reason}; see` : ": see";
  const report = await readHandOff(place.handOff, handOffFiles.report, reportSchema);
  const review = await readHandOff(place.handOff, handOffFiles.review, reviewSchema);
  const proposal = await readHandOff(place.handOff, handOffFiles.proposal, proposalSchema);
  const work = { report, proposal, review };
  return laneWork({
    ...work,
    broken: broken ? `the job ${broken[0]} failed${why} ${runUrl(job)}` : null,
    isSetUp: told?.isSetUp ?? false,
    excuse: told?.excuse ? { why: told.excuse, said: told.reason } : null,
    heldBack: entry.reviewer === null,
    interrupted: isLost(work, inputs) || jobs.some(([, result]) => result === "cancelled"),
  });
};

/** Whether a job did its work and what it left is gone: artifacts expire, and people delete them. */
const isLost = (
  { report, proposal, review }: Pick<LaneLeft, "report" | "proposal" | "review">,
  inputs: SettleInputs,
): boolean =>
  (inputs.implement === "success" && report === null) ||
  (inputs.review === "success" && review === null) ||
  (inputs.propose === "success" && report?.outcome === "done" && proposal === null && review === null);
