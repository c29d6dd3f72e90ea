import { type HeldAccounts, mayReview } from "../core/decide/accounts.ts";
import { errorMessage } from "../core/error.ts";
import { type Entry, headToReview } from "../core/lane/handoff.ts";
import type { LaneResult } from "../core/lane/settlement.ts";
import { type LaneLeft, laneWork } from "../core/lane/work.ts";
import { explained, forgeExcuse, isSetUpMistake } from "../github/explain.ts";
import { type ImplementPorts, implement } from "../steps/implement.ts";
import { propose } from "../steps/propose.ts";
import type { ProposePorts } from "../steps/published.ts";
import { type ReviewPorts, review } from "../steps/review.ts";
import { type SettlePorts, settle } from "../steps/settle.ts";

export type LanePorts = ImplementPorts &
  ProposePorts &
  ReviewPorts &
  SettlePorts & {
    readonly signal: AbortSignal;
    /** The accounts that are known to be held now. */
    readonly held: () => HeldAccounts;
    /** Whether what the lane works in is still there: what fails for want of it is no fault of the agent's. */
    readonly isWhole: () => boolean;
  };

/** One todo's way through implement, propose, review and settle; settled also when a step broke off. */
export const runLane = async (entry: Entry, ports: LanePorts): Promise<LaneResult> => {
  let left: LaneLeft = { report: null, proposal: null, review: null, broken: null, interrupted: false };
  try {
    for await (const more of stepsOf(entry, ports)) left = { ...left, ...more };
  } catch (error) {
    left = {
      ...left,
      broken: errorMessage(explained(error)),
      excuse: forgeExcuse(error),
      isSetUp: isSetUpMistake(error),
    };
  }
  const interrupted = ports.signal.aborted || !ports.isWhole();
  const { result } = await settle(entry, laneWork({ ...left, interrupted }), ports);
  return result;
};

/** What its steps leave, one after the other. */
const stepsOf = (entry: Entry, ports: LanePorts): AsyncIterable<Partial<LaneLeft>> => {
  switch (entry.kind) {
    case "work":
    case "restack":
    case "split":
      return workOn(entry, ports);
    default:
      return entry satisfies never;
  }
};

async function* workOn(entry: Entry, ports: LanePorts): AsyncGenerator<Partial<LaneLeft>> {
  let head: string | null = entry.head;
  if (entry.from !== "review") {
    const report = await implement(entry, ports);
    yield { report };
    const proposal = await propose(entry, report, ports);
    yield { proposal };
    head = headToReview(entry, report, proposal);
  }
  if (head === null || ports.signal.aborted) return;
  // Another lane may have found meanwhile that no reviewer answers.
  if (mayReview(entry, ports.plan, ports.held())) yield { review: await review(entry, head, ports) };
  else yield { heldBack: true };
}
