import { handedResults } from "../core/lane/handed-result.ts";
import type { Report, RestackEntry } from "../core/lane/handoff.ts";
import { type CheckPorts, checkHead } from "./check-head.ts";
import type { MergeWanted, PublisherPort, Workshop } from "./git-ports.ts";
import { handOffFiles, writeHandOff } from "./hand-off.ts";

interface RestackPorts extends CheckPorts {
  readonly publisher: Pick<PublisherPort, "fetch">;
  readonly workshop: Pick<Workshop, "checkOutForReview" | "merge" | "guard">;
  readonly handOff: string;
}

/** Has a branch take in what is below it, and judges what comes of it as all work is judged; nobody is paid. */
export const restack = async (entry: RestackEntry, ports: RestackPorts): Promise<Report> => {
  ports.progress("merge", entry.base);
  await ports.publisher.fetch(commitsOf(entry));
  const merged = await ports.workshop.merge(mergeOf(entry));
  const report =
    merged.kind === "conflict"
      ? reportOf(entry, { outcome: "conflict", summary: `it conflicts in ${merged.paths.join(", ")}` })
      : await judged(entry, merged, ports);
  await writeHandOff(ports.handOff, handOffFiles.report, report);
  return report;
};

const judged = async (
  entry: RestackEntry,
  { commit, tree }: { commit: string; tree: string },
  ports: RestackPorts,
): Promise<Report> => {
  const watched = await ports.workshop.guard(entry.todo, () => checkHead(entry, commit, ports));
  return {
    ...reportOf(entry, { outcome: "merged", summary: `it took in ${entry.base}` }),
    ...{ tree, gates: handedResults(watched.result) },
    unattributed: watched.unattributed ?? undefined,
  };
};

/** No work is handed on: propose makes the merge itself. */
const reportOf = ({ round, fixes, head }: RestackEntry, so: Pick<Report, "outcome" | "summary">): Report => ({
  round,
  fixes,
  start: head,
  head,
  tree: null,
  gates: [],
  wants: [],
  costs: [],
  ...so,
});

/** All that a merge is made of. */
export const commitsOf = ({ head, baseSha, rested }: RestackEntry): string[] => [
  ...new Set([head, baseSha, rested]),
];

/** The merge of an entry, the same wherever it is made. */
export const mergeOf = ({ head, baseSha, mergeBase, base, branch }: RestackEntry): MergeWanted => ({
  ...{ head, base: baseSha, mergeBase },
  message: `Merge ${base} into ${branch}`,
});
