import { maxParts } from "../../core/plan/order.ts";
import { fits, type Room } from "../room.ts";
import type { ChangePiece } from "./pieces.ts";

/** Where parts end, each by how many pieces there are up to there; the last is all of them. */
export type Ends = readonly number[];

/** Tries of a part that a search may take besides one for each part that the lines make. */
const spare = 12;

/**
 * Looks for parts that are within the limits and each pass on the one before: first as large as they may be, then
 * smaller ones. `null` when none was found in as many tries as it may take.
 */
export const findEnds = async (
  pieces: readonly ChangePiece[],
  limits: Room,
  passes: (from: number, to: number) => Promise<boolean>,
): Promise<Ends | null> => {
  const lines = pieces.reduce((sum, { unit }) => sum + unit.room.lines, 0);
  let tries = 2 * Math.ceil(lines / limits.lines) + spare;
  const dead = new Set<number>();
  const from = async (start: number, parts: number): Promise<number[] | null> => {
    if (start === pieces.length) return [];
    for (const end of parts < maxParts ? endsAfter(pieces, start, limits) : []) {
      if (dead.has(end)) continue;
      if (tries === 0) return null;
      tries -= 1;
      if (!(await passes(start, end))) continue;
      const rest = await from(end, parts + 1);
      if (rest) return [end, ...rest];
    }
    dead.add(start);
    return null;
  };
  return await from(0, 0);
};

/** Ends of a part that begins there: the farthest that has room, then steps back that grow. */
const endsAfter = (pieces: readonly ChangePiece[], start: number, limits: Room): number[] => {
  const last = farthest(pieces, start, limits);
  const ends: number[] = [];
  for (let back = 0; last - back > start; back = back === 0 ? 1 : back * 2) ends.push(last - back);
  return ends;
};

const farthest = (pieces: readonly ChangePiece[], start: number, limits: Room): number => {
  const paths = new Set<string>();
  let lines = 0;
  let end = start;
  for (; end < pieces.length; end += 1) {
    const unit = pieces[end]?.unit;
    if (!unit) break;
    lines += unit.room.lines;
    for (const { path, handWritten } of unit.files) if (handWritten) paths.add(path);
    if (!fits({ lines, files: paths.size }, limits)) break;
  }
  return end;
};
