import type { Cost } from "../cost/ledger.ts";
import type { Proposal, Report, Review } from "./handoff.ts";
import type { Unattributed } from "./unattributed.ts";

/** What settle is handed: how far a lane came or how it ended, with the bills of all its programs. */
export type LaneWork = LaneEnding & { readonly costs: readonly Cost[] };

type LaneEnding =
  /** The repository changed while its programs ran: that goes before all that they did. */
  | { readonly kind: "unattributed"; readonly unattributed: Unattributed }
  /** Its review ended; `answer` is what the agent said of the work, empty when it said nothing. */
  | { readonly kind: "reviewed"; readonly review: Review; readonly answer: string }
  /** It was cut off on purpose, or what it left is lost. */
  | { readonly kind: "cut-off" }
  /** A step broke off. */
  | { readonly kind: "broken"; readonly reason: string }
  /** Propose did not let the work pass. */
  | { readonly kind: "refused"; readonly proposal: Extract<Proposal, { kind: "refused" }> }
  /** The agent cannot go on without a person, or without paths that its body does not own. */
  | { readonly kind: "blocked"; readonly summary: string; readonly wants: readonly string[] }
  /** The agent changed nothing, and nothing is to be reviewed. */
  | { readonly kind: "unchanged"; readonly summary: string }
  /** The agent failed. */
  | { readonly kind: "failed"; readonly summary: string }
  /** It ended before its review, and nothing says why. */
  | { readonly kind: "unreviewed" };

/** What the steps of a lane left, and how it ended where they left nothing. */
export interface LaneLeft {
  readonly report: Report | null;
  readonly proposal: Proposal | null;
  readonly review: Review | null;
  /** Why a step broke off; `null` when none did. */
  readonly broken: string | null;
  readonly interrupted: boolean;
}

/** What a lane came to, by what its steps left. */
export const laneWork = (left: LaneLeft): LaneWork => ({
  ...endingOf(left),
  costs: [...(left.report?.costs ?? []), ...(left.review?.costs ?? [])],
});

const endingOf = ({ report, proposal, review, broken, interrupted }: LaneLeft): LaneEnding => {
  const unattributed = review?.unattributed ?? report?.unattributed;
  if (unattributed) return { kind: "unattributed", unattributed };
  const isCutOff = interrupted && (review?.kind === "failed" || review?.kind === "refused");
  if (review && !isCutOff) return { kind: "reviewed", review, answer: report?.summary ?? "" };
  if (interrupted) return { kind: "cut-off" };
  const ended = report === null ? null : endingOfAgent(report);
  if (ended?.kind === "cut-off") return ended;
  if (broken !== null) return { kind: "broken", reason: broken };
  if (proposal?.kind === "refused") return { kind: "refused", proposal };
  return ended ?? { kind: "unreviewed" };
};

const endingOfAgent = ({ outcome, summary, wants }: Report): LaneEnding => {
  switch (outcome) {
    case "interrupted":
    case "unjudged":
      return { kind: "cut-off" };
    case "blocked":
      return { kind: "blocked", summary, wants };
    case "nothing-to-do":
      return { kind: "unchanged", summary };
    case "failed":
      return { kind: "failed", summary };
    case "done":
      return { kind: "unreviewed" };
    default:
      return outcome satisfies never;
  }
};
