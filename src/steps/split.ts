import { isFailure } from "../core/gate-outcome.ts";
import { handedResults } from "../core/lane/handed-result.ts";
import { type Report, reportSchema, type SplitEntry } from "../core/lane/handoff.ts";
import type { Facts } from "../gates/gate.ts";
import { gatesAt } from "../gates/in-lane.ts";
import { runGates } from "../gates/list.ts";
import type { GateResult } from "../gates/result.ts";
import { fits } from "../gates/room.ts";
import { changesOf } from "../gates/split/parts.ts";
import { type ChangePiece, piecesOf } from "../gates/split/pieces.ts";
import { type Ends, findEnds } from "../gates/split/search.ts";
import { count, shown, some } from "../gates/words.ts";
import { type CheckPorts, checkHead, rulesFor } from "./check-head.ts";
import type { PublisherPort, Workshop } from "./git-ports.ts";
import { handOffFiles, readLeft, writeHandOff } from "./hand-off.ts";

interface SplitPorts extends CheckPorts {
  readonly publisher: Pick<PublisherPort, "fetch">;
  readonly workshop: Pick<Workshop, "checkOutForReview" | "parts" | "guard">;
  readonly handOff: string;
}

/** Looks for parts of a todo's work that each pass on the one before; nobody is paid. */
export const split = async (entry: SplitEntry, ports: SplitPorts): Promise<Report> => {
  const left = await readLeft(ports, handOffFiles.report, reportSchema);
  if (left && isSame(left, entry)) return left;
  ports.progress("split");
  await ports.publisher.fetch([...new Set([entry.work, entry.onto, entry.head, entry.baseSha])]);
  const { result: found, unattributed } = await ports.workshop.guard(entry.todo, () => look(entry, ports));
  const report: Report = {
    ...{ round: entry.round, fixes: entry.fixes, start: entry.start, head: entry.start, tree: null },
    ...{ wants: [], costs: [], unattributed: unattributed ?? undefined },
    ...found,
  };
  await writeHandOff(ports.handOff, handOffFiles.report, report);
  return report;
};

/** Whether an earlier lane has cut this very work. */
const isSame = ({ outcome, start, parts }: Report, entry: SplitEntry): boolean =>
  outcome === "cut" && start === entry.start && parts !== undefined;

type Found = Pick<Report, "outcome" | "summary" | "gates" | "parts">;

const look = async (entry: SplitEntry, ports: SplitPorts): Promise<Found> => {
  const checkout = await ports.workshop.checkOutForReview({ worktree: entry.worktree, head: entry.work });
  const facts = await checkout.facts(entry.baseSha, entry.work);
  const whole = judgedWhole(entry, facts, ports);
  const others = whole.filter(({ name }) => name !== "size");
  if (others.some(isFailure)) return uncut(whole, "what fails is more than its size");
  if (!whole.some(isFailure)) return uncut([within(whole)], "it is within the limits");
  const pieces = piecesOf(facts, rulesFor(entry, ports));
  const judged = new Map<string, Tried>();
  const ends = await findEnds(pieces, roomIn(ports), async (from, to) => {
    const tried = await tryPart(entry, { pieces, from, to }, ports);
    judged.set(`${from} ${to}`, tried);
    return !tried.gates.some(isFailure);
  });
  if (ends === null || ends.length < 2)
    return uncut([...whole, partless(pieces, ports)], "no parts were found that each pass by themselves");
  return cut(ends, judged);
};

const roomIn = ({ plan }: Pick<SplitPorts, "plan">) => ({
  lines: plan.limits.lines,
  files: plan.limits.files,
});

/** What git alone tells of all of it; the plan's commands are run on the parts. */
const judgedWhole = (entry: SplitEntry, facts: Facts, ports: SplitPorts): GateResult[] => {
  const rules = rulesFor(entry, ports);
  return runGates(facts, rules, gatesAt(rules, { commits: false, checkout: false }));
};

/** A person asked for it all the same: its agent is the one to say what is a part of it. */
const within = (whole: readonly GateResult[]): GateResult => ({
  ...{ kind: "failed", name: "split", evidence: { of: "nothing" } },
  message: `a person asked to have it split, and it is within the limits: keep a first part that passes by itself, and take the rest out (${whole.find(({ name }) => name === "size")?.message ?? ""})`,
});

/** What there is no cut for, and why. */
const partless = (pieces: readonly ChangePiece[], ports: SplitPorts): GateResult => {
  const large = pieces.find(({ unit }) => !fits(unit.room, roomIn(ports)));
  const why = large
    ? `over the limit in one piece: ${some(large.unit.files, 3, ({ path }) => shown(path))}`
    : `of ${count(pieces.length, "piece")} none was found to end a part that passes by itself`;
  return {
    ...{ kind: "failed", name: "split", evidence: { of: "nothing" } },
    message: `no cut into parts was found, ${why}: make the change smaller, or have a person raise the plan's limit`,
  };
};

const uncut = (gates: readonly GateResult[], summary: string): Found => ({
  ...{ outcome: "uncut", summary },
  gates: handedResults(gates),
});

interface Tried {
  readonly tree: string;
  readonly gates: readonly GateResult[];
}

const cut = (ends: Ends, judged: ReadonlyMap<string, Tried>): Found => {
  const parts = ends.flatMap((end, at) => {
    const tried = judged.get(`${ends[at - 1] ?? 0} ${end}`);
    return tried ? [{ end, tree: tried.tree, gates: handedResults(tried.gates) }] : [];
  });
  return { outcome: "cut", summary: `it was cut into ${parts.length} parts`, gates: [], parts };
};

/** Makes a part on what comes before it, and judges it as all work is judged. */
const tryPart = async (
  entry: SplitEntry,
  { pieces, from, to }: { pieces: readonly ChangePiece[]; from: number; to: number },
  ports: SplitPorts,
): Promise<Tried> => {
  const { work, onto, baseSha } = entry;
  ports.progress("split", `what is changed up to piece ${to} of ${pieces.length}`);
  const parts = changesOf(pieces, from === 0 ? [to] : [from, to]).map((changes) => ({
    message: "A part",
    changes,
  }));
  const made = await ports.workshop.parts({ base: baseSha, work, onto, parts, whole: to === pieces.length });
  const { commit = work, tree = "" } = made.at(-1) ?? {};
  const before = made.length > 1 ? (made[0]?.commit ?? baseSha) : baseSha;
  return { tree, gates: await checkHead({ ...entry, baseSha: before }, commit, ports) };
};
