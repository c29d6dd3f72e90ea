import { count } from "../../core/count.ts";
import { isObjection } from "../../core/gate-outcome.ts";
import { cut } from "../../core/key.ts";
import type { Proposal, Report, Review } from "../../core/lane/handoff.ts";
import type { LaneResult } from "../../core/lane/settlement.ts";
import { unattributedText } from "../../core/lane/unattributed.ts";
import { blockedText } from "../../core/todo/blocked.ts";
import { gateTable } from "../../gates/list.ts";
import type { GateResult } from "../../gates/result.ts";
import type { Settled } from "../../steps/settle.ts";
import type { LaneJob } from "../lane.ts";
import { quote, requestsLine } from "./markdown.ts";

interface Requests {
  readonly read: number;
  readonly write: number;
}

/** The heading of each step's summary. */
const titled = ({ entry }: LaneJob, step: string, ended: string): string =>
  `### \`${entry.order}\` ${entry.todo}: ${step}: ${ended}`;

export const reportSummary = (lane: LaneJob, report: Report, requests: Requests): string =>
  [
    titled(lane, "implement", report.outcome),
    `Round ${lane.entry.round}, attempt ${lane.entry.attempt}, ${Math.round((report.costs.at(-1)?.milliseconds ?? 0) / 1000)} s.`,
    quoted(report.summary),
    gatesText(report.gates),
    requestsLine(requests),
  ].join("\n\n");

export const proposalSummary = (lane: LaneJob, proposal: Proposal | null, requests: Requests): string => {
  const ended = proposal?.kind ?? "nothing to propose";
  return [titled(lane, "propose", ended), proposedText(proposal), requestsLine(requests)].join("\n\n");
};

const proposedText = (proposal: Proposal | null): string => {
  switch (proposal?.kind) {
    case "proposed":
    case "restacked":
      return `#${proposal.pull} at ${proposal.head.slice(0, 10)}: ${count(proposal.lines, "hand-written line")}.`;
    case "conflict":
      return quoted(`It conflicts in ${proposal.paths.join(", ")}.`);
    case "refused":
      return gatesText(proposal.gates);
    case "rewound":
      return "Its base was rewound meanwhile: what it left is kept, and it begins anew.";
    case undefined:
      return "";
    default:
      return proposal satisfies never;
  }
};

export const reviewSummary = (lane: LaneJob, review: Review, requests: Requests): string => {
  const ended = review.kind === "verdict" ? review.verdict.decision : review.kind;
  return [
    titled(lane, "review", ended),
    `Of ${review.head.slice(0, 10)}.`,
    textOf(review),
    requestsLine(requests),
  ].join("\n\n");
};

const textOf = (review: Review): string => {
  switch (review.kind) {
    case "verdict":
      return quoted(review.verdict.summary);
    case "refused":
      return gatesText(review.gates);
    case "carried":
      return "It is what was approved, with what is below it merged in: the approval holds.";
    case "troubled":
      return quoted(review.trouble.said);
    case "unreadable":
    case "failed":
      return quoted(review.reason);
    default:
      return review satisfies never;
  }
};

export const settledSummary = (lane: LaneJob, { result, record }: Settled, requests: Requests): string =>
  [
    titled(lane, "settle", result.kind),
    record.state.status === "blocked" ? blockedText(record) : quoted(reasonOf(result)),
    requestsLine(requests),
  ].join("\n\n");

const reasonOf = (result: LaneResult): string => {
  switch (result.kind) {
    case "failed":
    case "blocked":
    case "unreadable":
    case "misconfigured":
      return result.reason;
    case "unattributed":
      return unattributedText(result);
    case "nothing":
      return result.summary;
    case "reviewed":
      return `${result.judgement.approved ? "approved" : "changes requested"}: ${result.verdict.summary}`;
    case "refused":
      return result.gates
        .filter(isObjection)
        .map(({ message }) => message)
        .join("\n");
    case "troubled":
      return result.trouble.said;
    case "held-up":
      return result.excuse.said;
    case "unreviewed":
      return "the accounts of all reviewers are held";
    case "restacked":
      return result.carried ? "its approval holds for what it is now" : "it is to be judged as it is now";
    case "conflict":
      return `it conflicts with ${result.base}`;
    case "interrupted":
      return "it was cut off";
    default:
      return result satisfies never;
  }
};

const gatesText = (gates: readonly GateResult[]): string => (gates.length === 0 ? "" : gateTable(gates));

/** What a program said, cut to what a person reads. */
const quoted = (text: string): string => quote(cut(text.trim(), 4000));
