import { MilepostError } from "../core/error.ts";
import { allPass, linesIn } from "../core/gate-outcome.ts";
import { handedResults } from "../core/lane/handed-result.ts";
import type { Proposal, Report, SplitEntry } from "../core/lane/handoff.ts";
import { partMessage } from "../core/lane/part-text.ts";
import type { GateResult } from "../gates/result.ts";
import { changesOf, type PartChange } from "../gates/split/parts.ts";
import { piecesOf, pieceTitle } from "../gates/split/pieces.ts";
import { judgeTrusted, rulesFor } from "./check-head.ts";
import type { OwnIssue } from "./ports.ts";
import { type MadePart, publishParts } from "./publish-parts.ts";
import { type ProposePorts, refuse } from "./published.ts";
import { readClaimed } from "./record.ts";

/** Makes the parts again on the trusted side, compares them with those that were judged, and publishes each. */
export const proposeSplit = async (
  entry: SplitEntry,
  report: Report,
  ports: ProposePorts,
): Promise<Proposal | null> => {
  if (report.unattributed) return null;
  ports.progress("propose");
  const { own } = await readClaimed(ports.forge, entry);
  await ports.publisher.fetch([...new Set([entry.work, entry.onto, entry.head, entry.baseSha])]);
  if (report.outcome === "uncut") return refusedWith(entry, report.gates);
  if (report.outcome !== "cut" || !report.parts) return null;
  const parts = await makeParts(entry, { own, handed: report.parts }, ports);
  const failing = parts.find(({ gates }) => !allPass(gates));
  if (failing)
    return await refuse(entry, { head: entry.work, work: entry.work, gates: failing.gates }, ports);
  return await publishParts(entry, { own, parts }, ports);
};

const refusedWith = ({ work }: SplitEntry, gates: readonly GateResult[]): Proposal => ({
  ...{ kind: "refused", work, head: work },
  gates: handedResults(gates),
});

type Handed = NonNullable<Report["parts"]>;

/** Each part with its author's sign-off and signature, judged on the one before it. */
const makeParts = async (
  entry: SplitEntry,
  { own, handed }: { own: OwnIssue; handed: Handed },
  ports: ProposePorts,
): Promise<MadePart[]> => {
  const { publisher } = ports;
  const rules = rulesFor(entry, ports);
  const pieces = piecesOf(await publisher.facts(entry.baseSha, entry.work), rules);
  const ends = handed.map(({ end }) => end);
  if (ends.at(-1) !== pieces.length || ends.some((end, at) => end <= (ends[at - 1] ?? 0)))
    throw otherTree(entry);
  const made: MadePart[] = [];
  for (const [at, { end, tree, gates }] of handed.entries()) {
    const title = pieceTitle(pieces, ends[at - 1] ?? 0, end);
    const changes = changesOf(pieces, [end]).flat();
    const head = await makePart(
      entry,
      { made, changes, at, of: ends.length, title: own.issue.title, about: title, tree },
      ports,
    );
    const base = made.at(-1)?.head ?? entry.baseSha;
    const judged = await judgeTrusted(await publisher.facts(base, head), rules, gates);
    made.push({ head, base, title, gates: judged, lines: linesIn(judged) ?? 0 });
  }
  return made;
};

interface Making {
  readonly made: readonly MadePart[];
  /** All up to the end of the part. */
  readonly changes: readonly PartChange[];
  readonly at: number;
  readonly of: number;
  readonly title: string;
  readonly about: string;
  readonly tree: string;
}

const makePart = async (entry: SplitEntry, making: Making, ports: ProposePorts): Promise<string> => {
  const { publisher } = ports;
  const { made, changes, at, of, tree } = making;
  const start = made.at(-1)?.head ?? entry.onto;
  const message = partMessage({ ...making, at: at + 1 });
  const whole = at === of - 1;
  const [part] = await publisher.parts({
    ...{ base: entry.baseSha, work: entry.work, onto: start, whole },
    parts: [{ message, changes }],
  });
  if (!part || part.tree !== tree) throw otherTree(entry);
  const { head } = await publisher.makeCoherent({
    ...{ start, head: part.commit, published: [entry.baseSha], pushed: null },
  });
  return head;
};

const otherTree = ({ branch }: SplitEntry): MilepostError =>
  new MilepostError(`the parts of ${branch} are not what was judged`, {
    hint: "run it again: where it happens again, the two jobs have different versions of git",
  });
