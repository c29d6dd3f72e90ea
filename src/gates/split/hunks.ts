import type { ChangedLines, Line } from "../changed-lines.ts";

/** Lines of the old file that others of the new one take the place of; one of the two may have none. */
export interface Hunk {
  /** The number of its first old line; without any, of the one that it stands before. */
  readonly oldAt: number;
  readonly deleted: readonly Line[];
  readonly newAt: number;
  readonly added: readonly Line[];
}

/** The hunks of a file: what stands between them is the same in both. */
export const hunksOf = ({ added, deleted }: Pick<ChangedLines, "added" | "deleted">): Hunk[] => {
  const hunks: Hunk[] = [];
  let [at, atNew, oldAt, newAt] = [0, 0, 1, 1];
  while (at < deleted.length || atNew < added.length) {
    const same = Math.min(distance(deleted[at], oldAt), distance(added[atNew], newAt));
    oldAt += same;
    newAt += same;
    const old = runFrom(deleted, at, oldAt);
    const young = runFrom(added, atNew, newAt);
    if (old.length + young.length === 0) break;
    hunks.push({ oldAt, deleted: old, newAt, added: young });
    at += old.length;
    atNew += young.length;
    oldAt += old.length;
    newAt += young.length;
  }
  return hunks;
};

const distance = (line: Line | undefined, from: number): number =>
  line === undefined ? Number.POSITIVE_INFINITY : line.number - from;

/** The lines from one on whose numbers follow each other. */
const runFrom = (lines: readonly Line[], at: number, number: number): readonly Line[] => {
  let end = at;
  while (lines[end]?.number === number + end - at) end += 1;
  return lines.slice(at, end);
};
