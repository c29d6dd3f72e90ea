import type { ChangedLines } from "../changed-lines.ts";
import type { Facts, GateRules } from "../gate.ts";
import { fits } from "../room.ts";
import { sizedFiles } from "../sized.ts";
import { splitFilesOf } from "./files.ts";
import { subjectOf, testRank } from "./names.ts";
import { inOrderOfUse } from "./order-slices.ts";
import { groupsOf, type LineSlice, type SliceGroup } from "./slices.ts";
import { unitsInOrder } from "./split.ts";
import { titleOf } from "./title.ts";
import type { Unit } from "./units.ts";

/** What is handed in as a whole when a change is cut: files that stay together, or some slices of one. */
export interface ChangePiece {
  readonly unit: Unit;
  /** `null`: its files whole. */
  readonly slices: readonly LineSlice[] | null;
}

/** All pieces of a change in the order in which they are handed in, the same wherever it is read. */
export const piecesOf = (
  facts: Facts,
  { limits, generated }: Pick<GateRules, "limits" | "generated">,
): ChangePiece[] => {
  const room = { lines: limits.lines, files: limits.files };
  const units = unitsInOrder(splitFilesOf(facts, sizedFiles(facts, generated)), room);
  const lines = new Map((facts.changed ?? []).map((one) => [one.path, one]));
  const isCut = (unit: Unit): boolean => !fits(unit.room, room) && isSliceable(unit, lines);
  const tests = testsBeside(units, { isCut, lines });
  const behind = new Set(tests.values());
  return units.flatMap((unit): ChangePiece[] => {
    if (behind.has(unit)) return [];
    if (!isCut(unit)) return [{ unit, slices: null }];
    const beside = tests.get(unit);
    const changes = [unit, ...(beside ? [beside] : [])].flatMap(({ path }) => lines.get(path) ?? []);
    const groups = changes.flatMap((one) => groupsOf(one, Math.ceil(room.lines / 4)));
    return inOrderOfUse(groups, room).map((group) =>
      pieceOf(group.path === unit.path ? unit : (beside ?? unit), group),
    );
  });
};

const pieceOf = (unit: Unit, { lines, slices }: SliceGroup): ChangePiece => ({
  unit: { ...unit, room: { lines, files: 1 } },
  slices,
});

/** One file, of which all lines are known. */
const isSliceable = ({ path, files }: Unit, lines: ReadonlyMap<string, ChangedLines>): boolean => {
  const change = lines.get(path);
  return files.length === 1 && change !== undefined && !change.cut && !change.binary;
};

/** The tests of each source that is cut, where nothing that they need comes between: they are cut with it. */
const testsBeside = (
  units: readonly Unit[],
  { isCut, lines }: { isCut: (unit: Unit) => boolean; lines: ReadonlyMap<string, ChangedLines> },
): ReadonlyMap<Unit, Unit> => {
  const placeOf = new Map(units.flatMap(({ files }, at) => files.map(({ path }) => [path, at] as const)));
  const found = new Map<Unit, Unit>();
  units.forEach((unit, at) => {
    if (!isCut(unit) || unit.rank === testRank) return;
    const test = units.find(
      (one, place) =>
        place > at &&
        one.rank === testRank &&
        subjectOf(one.path) === subjectOf(unit.path) &&
        isSliceable(one, lines) &&
        one.files.every(({ needs = [] }) => needs.every((path) => (placeOf.get(path) ?? 0) <= at)),
    );
    if (test && ![...found.values()].includes(test)) found.set(unit, test);
  });
  return found;
};

/** What a part of the pieces, `from` to before `to`, is about. */
export const pieceTitle = (pieces: readonly ChangePiece[], from: number, to: number): string =>
  titleOf(
    pieces
      .slice(from, to)
      .map(({ unit }) => unit)
      .filter((unit, at, all) => all[at - 1] !== unit),
    false,
  );
