import { existsSync } from "node:fs";
import { join } from "node:path";
import { isBooked } from "../core/cost/ledger.ts";
import { errorMessage } from "../core/error.ts";
import { allPass } from "../core/gate-outcome.ts";
import { handedResults } from "../core/lane/handed-result.ts";
import { type Entry, proposalSchema, type Report } from "../core/lane/handoff.ts";
import { isFinding } from "../core/offline.ts";
import { answered } from "./answered.ts";
import { type CheckPorts, checkHead } from "./check-head.ts";
import type { PublisherPort, Workshop } from "./git-ports.ts";
import { handOffFiles, readLeft, writeHandOff } from "./hand-off.ts";
import type { Forge } from "./ports.ts";

export interface HandedOnPorts extends CheckPorts {
  readonly forge: Pick<Forge, "getIssue">;
  readonly publisher: Pick<PublisherPort, "fetch" | "importBundle">;
  readonly workshop: Pick<Workshop, "checkOutForReview" | "treeOf" | "guard">;
  /** The lane's hand-off directory. */
  readonly handOff: string;
}

/** What an earlier lane left, when it is of use: what its gates had not judged is judged now. */
export const handedOn = async (entry: Entry, found: Report, ports: HandedOnPorts): Promise<Report | null> => {
  if (withoutAgent.has(found.outcome)) return null;
  if (!(await isForThis(entry, found, ports))) return null;
  const left = await answered(entry, found, { ...ports, file: handOffFiles.report });
  if (left.unattributed) return left;
  if (left.outcome === "unjudged") return await judgeLeft(entry, left, ports);
  if (!(await isOfUse(entry, left, ports))) return null;
  ports.progress("hands on", "what an earlier lane left");
  return left;
};

/** How lanes end in which nobody worked: what they leave is of use to none but their like. */
const withoutAgent: ReadonlySet<Report["outcome"]> = new Set(["merged", "conflict", "cut", "uncut"]);

/** Like what a person has pushed, it is judged where its agent did not work; `null` when it cannot be taken in. */
const judgeLeft = async (entry: Entry, left: Report, ports: HandedOnPorts): Promise<Report | null> => {
  ports.progress("hands on", "what an earlier lane's agent left");
  try {
    const bundle = join(ports.handOff, handOffFiles.bundle);
    const expected = { start: left.start, published: [entry.baseSha] };
    await ports.publisher.fetch([left.start, entry.baseSha]);
    if (left.head !== left.start) await ports.publisher.importBundle(bundle, expected);
  } catch (error) {
    if (!isFinding(error)) throw error;
    ports.progress("begins anew", errorMessage(error));
    return null;
  }
  const watched = await ports.workshop.guard(entry.todo, () => checkHead(entry, left.head, ports));
  const { result, unattributed } = watched;
  const report: Report = {
    ...left,
    outcome: "done",
    gates: handedResults(result),
    unattributed: unattributed ?? undefined,
  };
  await writeHandOff(ports.handOff, handOffFiles.report, report);
  return report;
};

/**
 * Whether what an earlier lane left is what this one would make. When nobody has booked it, that lane was cut off
 * before it could settle, and its end is handed on whatever it was. What was settled as failed is used again when it
 * was no fault of the work: when it could not be pushed, or not be proposed.
 */
const isOfUse = async (entry: Entry, left: Report, ports: HandedOnPorts): Promise<boolean> => {
  if (left.outcome === "interrupted") return false;
  const proposal = await readLeft(ports, handOffFiles.proposal, proposalSchema);
  const isRefused = proposal?.kind === "refused" && proposal.work === left.head;
  if (left.outcome === "done" && allPass(left.gates) && !isRefused) return true;
  const own = await ports.forge.getIssue(entry.issue);
  return own?.record.kind === "todo" && !isBooked(own.record, left.costs);
};

/** Whole, from where this lane begins or published already, and asked for all that this one is. */
const isForThis = async (
  entry: Entry,
  left: Report,
  { publisher, workshop, handOff }: HandedOnPorts,
): Promise<boolean> => {
  if (left.round !== entry.round || !entry.fixes.every((fix) => left.fixes.includes(fix))) return false;
  if (left.head !== left.start && !existsSync(join(handOff, handOffFiles.bundle))) return false;
  if (left.start === entry.start) return true;
  await publisher.fetch([entry.head]);
  return left.tree !== null && left.tree === (await workshop.treeOf(entry.head));
};
