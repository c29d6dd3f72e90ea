import type { Role } from "../account/account.ts";
import type { ProgramTrouble } from "../account/trouble.ts";
import type { Cost } from "../cost/ledger.ts";
import type { Excuse } from "../todo/reasons.ts";
import type { Proposal, Report, Review } from "./handoff.ts";
import type { Unattributed } from "./unattributed.ts";

/** What settle is handed: how far a lane came or how it ended, with the bills of all its programs. */
export type LaneWork = LaneEnding & {
  readonly costs: readonly Cost[];
  /** The programs that did their work, whatever came of it. */
  readonly served: readonly Role[];
};

/** What of the forge's keeps a step from its end, and that in words. */
export interface ForgeExcuse {
  readonly why: Extract<Excuse, "forge-limited" | "forge-offline">;
  readonly said: string;
}

type LaneEnding =
  /** The repository changed while its programs ran: that goes before all that they did. */
  | { readonly kind: "unattributed"; readonly unattributed: Unattributed }
  /** Its review ended; `answer` is what the agent said of the work, empty when it said nothing. */
  | { readonly kind: "reviewed"; readonly review: Review; readonly answer: string }
  /** Something kept a program from its work that is no fault of its agent's. */
  | { readonly kind: "troubled"; readonly role: Role; readonly trouble: ProgramTrouble }
  /** The forge could not be reached, or its limit was. */
  | { readonly kind: "held-up"; readonly excuse: ForgeExcuse }
  /** It was cut off on purpose, or what it left is lost. */
  | { readonly kind: "cut-off" }
  /** A step broke off. */
  | { readonly kind: "broken"; readonly reason: string }
  /** A step broke off for what only a person can mend: the machine, a right, a setting. */
  | { readonly kind: "misconfigured"; readonly reason: string }
  /** Its branch took in what is below it; `carried`: the approval that it had holds for what it is now. */
  | { readonly kind: "restacked"; readonly head: string; readonly carried: boolean }
  /** Its branch conflicts with what is below it. */
  | { readonly kind: "conflict" }
  /** Propose did not let the work pass. */
  | { readonly kind: "refused"; readonly proposal: Extract<Proposal, { kind: "refused" }> }
  /** The agent cannot go on without a person, or without paths that its body does not own. */
  | { readonly kind: "blocked"; readonly summary: string; readonly wants: readonly string[] }
  /** The agent changed nothing, and nothing is to be reviewed. */
  | { readonly kind: "unchanged"; readonly summary: string }
  /** The agent failed. */
  | { readonly kind: "failed"; readonly summary: string }
  /** No reviewer may judge now: the accounts of all are held. */
  | { readonly kind: "held-back" }
  /** It ended before its review, and nothing says why. */
  | { readonly kind: "unreviewed" };

/** What the steps of a lane left, and how it ended where they left nothing. */
export interface LaneLeft {
  readonly report: Report | null;
  readonly proposal: Proposal | null;
  readonly review: Review | null;
  /** Why a step broke off; `null` when none did. */
  readonly broken: string | null;
  /** Whether it broke off for what only a person can mend. */
  readonly isSetUp?: boolean;
  /** What of the forge's it broke off for. */
  readonly excuse?: ForgeExcuse | null;
  readonly interrupted: boolean;
  /** Whether no reviewer was asked, because none may judge now. */
  readonly heldBack?: boolean;
}

/** What a lane came to, by what its steps left. */
export const laneWork = (left: LaneLeft): LaneWork => ({
  ...endingOf(left),
  costs: [...(left.report?.costs ?? []), ...(left.review?.costs ?? [])],
  served: [
    ...(left.report && worked.has(left.report.outcome) ? (["agent"] as const) : []),
    ...(left.review?.kind === "verdict" || left.review?.kind === "unreadable" ? (["reviewer"] as const) : []),
  ],
});

/** How a report ends when its agent was let to do its work. */
const worked: ReadonlySet<Report["outcome"]> = new Set(["done", "nothing-to-do", "blocked", "unjudged"]);

const endingOf = ({
  report,
  proposal,
  review,
  broken,
  isSetUp = false,
  excuse,
  interrupted,
  heldBack,
}: LaneLeft): LaneEnding => {
  const unattributed = review?.unattributed ?? report?.unattributed;
  if (unattributed) return { kind: "unattributed", unattributed };
  if (review?.kind === "failed" && review.cutOff) return { kind: "cut-off" };
  const isCutOff =
    interrupted && (review?.kind === "failed" || review?.kind === "refused" || review?.kind === "troubled");
  if (review?.kind === "troubled" && !interrupted)
    return { kind: "troubled", role: "reviewer", trouble: review.trouble };
  if (review && !isCutOff) return { kind: "reviewed", review, answer: report?.summary ?? "" };
  if (interrupted) return { kind: "cut-off" };
  const ended = report === null ? null : endingOfAgent(report);
  if (ended?.kind === "cut-off") return ended;
  if (excuse) return { kind: "held-up", excuse };
  if (broken !== null) return { kind: isSetUp ? "misconfigured" : "broken", reason: broken };
  if (proposal?.kind === "refused") return { kind: "refused", proposal };
  if (proposal?.kind === "restacked") {
    const { head, carried } = proposal;
    return heldBack && !carried ? { kind: "held-back" } : { kind: "restacked", head, carried };
  }
  if (proposal?.kind === "conflict") return { kind: "conflict" };
  if (proposal?.kind === "rewound") return { kind: "cut-off" };
  if (heldBack && (ended === null || ended.kind === "unreviewed")) return { kind: "held-back" };
  return ended ?? { kind: "unreviewed" };
};

const endingOfAgent = ({ outcome, summary, wants, trouble }: Report): LaneEnding => {
  switch (outcome) {
    case "interrupted":
    case "unjudged":
      return { kind: "cut-off" };
    case "blocked":
      return { kind: "blocked", summary, wants };
    case "nothing-to-do":
      return { kind: "unchanged", summary };
    case "troubled":
      return trouble ? { kind: "troubled", role: "agent", trouble } : { kind: "failed", summary };
    case "failed":
      return { kind: "failed", summary };
    case "done":
    case "merged":
    case "conflict":
    case "cut":
    case "uncut":
      return { kind: "unreviewed" };
    default:
      return outcome satisfies never;
  }
};
