import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Entry, headToReview, type Proposal, type Report, reportSchema } from "../core/lane/handoff.ts";
import { forgeOf } from "../github/forge.ts";
import { proofsOn } from "../github/proofs.ts";
import { handOffFiles, readHandOff } from "../steps/hand-off.ts";
import { leaveReason } from "./broken.ts";
import type { Connected } from "./connect.ts";
import { botIdentity, entry, type Inputs, isSecret, plan } from "./inputs.ts";
import type { Job } from "./job.ts";
import type { LaneJob } from "./lane.ts";
import { permissionsOf } from "./permissions.ts";
import type { StepOutcome } from "./run-action.ts";
import { proposalSummary } from "./summary/lane.ts";
import { openWritingLane } from "./writing-lane.ts";

export const proposeInputs = { plan, entry, ...botIdentity } as const;

/** Takes in what implement left as data from strangers, and publishes it as the todo's pull request. */
export const proposeAction = async (inputs: Inputs<typeof proposeInputs>, job: Job): Promise<StepOutcome> => {
  const opened = await openWritingLane({ ...inputs, permissions: permissionsOf.propose }, job, {
    readsPull: true,
  });
  const { lane, github } = opened;
  await lane.handOffs.take([handOffFiles.report, handOffFiles.bundle]);
  const report = await readHandOff(lane.place.handOff, handOffFiles.report, reportSchema);
  if (!report || !isWhole(report, lane)) return nothingLeft;
  const proposal = await publish(opened, report, job).catch(async (error: unknown) => {
    await leaveReason(lane, error, { held: heldBy(github, inputs) });
    throw error;
  });
  await lane.handOffs.leave([handOffFiles.proposal]);
  return {
    outputs: { head: headFor(lane.entry, report, proposal), pull: pullOf(proposal) },
    summary: proposalSummary(lane, proposal, github.requests),
    failed: null,
  };
};

/** What the lane's review is to judge; nothing when no reviewer may. */
const headFor = (entry: Entry, report: Report, proposal: Proposal | null): string =>
  entry.reviewer === null ? "" : (headToReview(entry, report, proposal) ?? "");

/** A bundle that expired, or that somebody deleted, is none that the gates refuse. */
const isWhole = ({ start, head }: Report, { place }: LaneJob): boolean =>
  head === start || existsSync(join(place.handOff, handOffFiles.bundle));

const secretsIn = (inputs: Inputs<typeof proposeInputs>): string[] =>
  Object.entries(inputs).flatMap(([name, value]) => (isSecret(name) && isText(value) ? [value] : []));

const isText = (value: unknown): value is string => typeof value === "string";

/** What this job holds secret, the keys that sign by it included. */
const heldBy = (github: Connected, inputs: Inputs<typeof proposeInputs>): string[] => {
  const { MILEPOST_GPG_KEY, MILEPOST_GPG_PASSPHRASE, MILEPOST_SSH_KEY } = process.env;
  const keys = [MILEPOST_GPG_KEY, MILEPOST_GPG_PASSPHRASE, MILEPOST_SSH_KEY].filter(isText);
  return [github.token, ...secretsIn(inputs), ...keys];
};

const nothingLeft: StepOutcome = {
  outputs: { head: "", pull: "" },
  summary: "The agent's job left nothing to propose.",
  failed: null,
};

type Opened = Awaited<ReturnType<typeof openWritingLane>>;

const publish = async (
  { lane, github, knowing }: Opened,
  report: Report,
  job: Job,
): Promise<Proposal | null> => {
  const { plan, entry } = lane;
  // Loaded after the first request, which need not wait for it.
  const [{ propose }, { trustedSide }, { publisherFor }, { openSigner }] = await Promise.all([
    import("../steps/propose.ts"),
    import("../local/trusted-side.ts"),
    import("./publisher.ts"),
    import("../git/signing/signing.ts"),
  ]);
  const publisher = await publisherFor(job, github.token);
  await using signer = plan.signing === "none" ? null : await openSigner(plan.signing, process.env);
  return await propose(entry, report, {
    ...lane,
    forge: knowing(forgeOf({ bot: github, reviewer: github, git: publisher })),
    publisher: trustedSide(publisher, plan, signer),
    handOff: lane.place.handOff,
    evidence: { proofs: proofsOn(github), machine: "runner" },
  });
};

const pullOf = (proposal: Proposal | null): string =>
  proposal?.kind === "proposed" || proposal?.kind === "restacked" ? String(proposal.pull) : "";
