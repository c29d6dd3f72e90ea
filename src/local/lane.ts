import { told } from "../core/error.ts";
import { type Entry, headToReview, type Proposal, type Report, type Review } from "../core/lane/handoff.ts";
import type { LaneResult } from "../core/lane/settlement.ts";
import { explained } from "../github/explain.ts";
import { type ImplementPorts, implement } from "../steps/implement.ts";
import { type ProposePorts, propose } from "../steps/propose.ts";
import { type ReviewPorts, review } from "../steps/review.ts";
import { type SettlePorts, settle } from "../steps/settle.ts";

export type LanePorts = ImplementPorts &
  ProposePorts &
  ReviewPorts &
  SettlePorts & {
    readonly signal: AbortSignal;
    /** Whether what the lane works in is still there: what fails for want of it is no fault of the agent's. */
    readonly isWhole: () => boolean;
  };

/** One todo's way through implement, propose, review and settle; settled also when a step broke off. */
export const runLane = async (entry: Entry, ports: LanePorts): Promise<LaneResult> => {
  const work: {
    report: Report | null;
    proposal: Proposal | null;
    review: Review | null;
    broken: string | null;
  } = {
    report: null,
    proposal: null,
    review: null,
    broken: null,
  };
  try {
    const head = entry.from === "review" ? entry.head : await workOn(entry, work, ports);
    if (head !== null && !ports.signal.aborted) work.review = await review(entry, head, ports);
  } catch (error) {
    work.broken = told(explained(error));
  }
  const { result } = await settle(
    entry,
    { ...work, interrupted: ports.signal.aborted || !ports.isWhole() },
    ports,
  );
  return result;
};

const workOn = async (
  entry: Entry,
  work: { report: Report | null; proposal: Proposal | null },
  ports: LanePorts,
): Promise<string | null> => {
  work.report = await implement(entry, ports);
  work.proposal = await propose(entry, work.report, ports);
  return headToReview(entry, work.report, work.proposal);
};
