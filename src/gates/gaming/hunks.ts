import type { ChangedLines, Line } from "../changed-lines.ts";

/** Lines that go, and those that come in their place. */
export interface EditedPlace {
  readonly deleted: readonly Line[];
  readonly added: readonly Line[];
}

/** The hunks of a file, in order: what is added where something is deleted takes its place. */
export const hunksOf = ({ deleted, added }: Pick<ChangedLines, "deleted" | "added">): EditedPlace[] => {
  const [gone, come] = [runsOf(deleted), runsOf(added)];
  const hunks: EditedPlace[] = [];
  let shift = 0;
  while (gone.length > 0 || come.length > 0) {
    const from = (gone[0]?.[0]?.number ?? Number.POSITIVE_INFINITY) + shift;
    const to = come[0]?.[0]?.number ?? Number.POSITIVE_INFINITY;
    const hunk = {
      deleted: from <= to ? (gone.shift() ?? []) : [],
      added: to <= from ? (come.shift() ?? []) : [],
    };
    shift += heightOf(hunk.added) - heightOf(hunk.deleted);
    hunks.push(hunk);
  }
  return hunks;
};

/** Lines that follow each other; parts of one line have its number. */
const runsOf = (lines: readonly Line[]): Line[][] => {
  const runs: Line[][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    const before = last?.at(-1)?.number ?? Number.NaN;
    if (last && (line.number === before || line.number === before + 1)) last.push(line);
    else runs.push([line]);
  }
  return runs;
};

const heightOf = (run: readonly Line[]): number =>
  run.length === 0 ? 0 : (run.at(-1)?.number ?? 0) - (run[0]?.number ?? 0) + 1;
