import type { ProofEntry, ProofResult } from "../../core/proof/entry.ts";
import { baseFaultText } from "../../core/proof/fault.ts";
import type { LaneJob } from "../lane.ts";
import { plain } from "./markdown.ts";

type ProofLane = Pick<LaneJob<ProofEntry>, "plan" | "entry">;

/** How the plan's commands ended on its base, for the job's summary. */
export const proofSummary = ({ plan, entry }: ProofLane, result: ProofResult): string =>
  [`### The base at ${entry.sha.slice(0, 10)}: ${result.kind}`, textOf(result, plan)].join("\n\n");

const textOf = (result: ProofResult, plan: ProofLane["plan"]): string => {
  switch (result.kind) {
    case "passed":
      return "The plan's commands pass on it: lanes may start.";
    case "failed":
      return quoted(baseFaultText(result.fault, plan));
    case "unknown":
      return "They were cut off, or the plan has changed meanwhile: they are run again.";
    default:
      return result satisfies never;
  }
};

const quoted = (text: string): string =>
  plain(text)
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
