import { count } from "../../core/count.ts";
import type { ProofEntry, ProofResult } from "../../core/proof/entry.ts";
import { type BaseFault, baseFaultText, faultParts } from "../../core/proof/fault.ts";
import type { LandingEntry, LandingResult } from "../../core/proof/landing.ts";
import { code, harmlessLine } from "../../core/publish/line.ts";
import type { LaneJob } from "../lane.ts";
import { quote } from "./markdown.ts";

type ProofLane = Pick<LaneJob<ProofEntry>, "plan" | "entry">;

/** How the plan's commands ended on its base, for the job's summary. */
export const proofSummary = ({ plan, entry }: ProofLane, result: ProofResult): string =>
  [`### The base at ${entry.sha.slice(0, 10)}: ${result.kind}`, textOf(result, plan)].join("\n\n");

const textOf = (result: ProofResult, plan: ProofLane["plan"]): string => {
  switch (result.kind) {
    case "passed":
      return "The plan's commands pass on it: lanes may start.";
    case "failed":
      return quote(baseFaultText(result.fault, plan));
    case "unknown":
      return "They were cut off, or the plan has changed meanwhile: they are run again.";
    default:
      return result satisfies never;
  }
};

/** What a landing's lane has found out, for the job's summary. */
export const landingSummary = (
  { plan, entry }: Pick<LaneJob<LandingEntry>, "plan" | "entry">,
  result: LandingResult,
): string =>
  [
    `### What lands on ${code(plan.base)} at ${entry.base.slice(0, 10)}: ${result.kind}`,
    landed(entry, result, plan),
  ].join("\n\n");

const landed = ({ heads }: LandingEntry, result: LandingResult, plan: ProofLane["plan"]): string => {
  const what = count(heads.length, "todo");
  switch (result.kind) {
    case "passed":
      return `The plan's commands pass on ${what} together${result.flaky ? ", though only when they were run again" : ""}.`;
    case "failed": {
      const { prefix, fault } = result;
      if (prefix === 0) return quote(faultText(fault, plan));
      const order = heads[prefix - 1]?.order ?? "";
      return `${harmlessLine(order)} breaks what lands before it, and goes back to its agent.\n\n${quote(fault.how)}`;
    }
    case "unknown":
      return "It was cut off, or the plan has changed meanwhile: it is tried again.";
    default:
      return result satisfies never;
  }
};

const faultText = (fault: BaseFault, plan: ProofLane["plan"]): string => {
  const { what, fix, output } = faultParts(fault, plan);
  return [`${what}; ${fix}`, ...output].join("\n");
};
