import type { ChangedLines, Line } from "../changed-lines.ts";
import { isBesideTheCode } from "../coverage/beside.ts";
import { familyOf } from "../coverage/languages.ts";
import { type InPieces, piecewise } from "../pieces.ts";
import { type EditedPlace, hunksOf } from "./hunks.ts";
import { isCase, isTest } from "./is-test.ts";

/** How claims of some sort, such as test cases or assertions, are found in lines. */
export interface ClaimReading {
  /** The lines as what runs of them. */
  readonly code: (path: string, lines: readonly Line[]) => readonly Line[];
  /** How many claims such lines have. */
  readonly count: (path: string, code: readonly Line[]) => number;
}

/**
 * Tells how many claims a test file loses without a reason that the change shows: they did not move, are not rewritten
 * where they stood, and what they speak of did not go.
 */
export function* unexcused(
  all: readonly ChangedLines[],
  tests: readonly ChangedLines[],
  { code, count }: ClaimReading,
): InPieces<(file: ChangedLines) => number> {
  const textsOf = ({ path, added }: ChangedLines): string[] =>
    code(path, added)
      .map(textOf)
      .filter((text) => text.length > 5);
  const come = new Set(yield* piecewise(tests, (some) => some.flatMap(textsOf)));
  const gone = yield* goneNames(all);
  return (file) =>
    neighbours(hunksOf(file))
      .map(({ deleted, added }) => ({ deleted: code(file.path, deleted), added: code(file.path, added) }))
      .map(withoutKept)
      .reduce((sum, hunk) => sum + lostIn(hunk, (lines) => count(file.path, lines), { come, gone }), 0);
}

/** What a hunk loses; where it takes more than one test away, those that moved or whose subject went are none. */
const lostIn = (
  { deleted, added }: EditedPlace,
  count: (lines: readonly Line[]) => number,
  told: Told,
): number => {
  const before = count(deleted);
  const lost = before - count(added);
  if (lost <= 0 || lost * 4 <= before * 3) return 0;
  const left = casesOf(deleted).filter((lines) => !hasMoved(lines, told.come) && !speaksOf(lines, told.gone));
  return Math.min(
    lost,
    left.reduce((sum, lines) => sum + count(lines), 0),
  );
};

interface Told {
  /** Lines that tests bring, and names that the code no longer declares. */
  readonly come: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
}

/** Lines by test case. */
const casesOf = (lines: readonly Line[]): Line[][] => {
  const cases: Line[][] = [[]];
  for (const line of lines) {
    if (isCase(line)) cases.push([]);
    cases.at(-1)?.push(line);
  }
  return cases;
};

/** Lines that stay between two hunks of one place at most. */
const few = 4;

/** Hunks that are so near each other that they are one edit. */
const neighbours = (hunks: readonly EditedPlace[]): EditedPlace[] => {
  const joined: EditedPlace[] = [];
  for (const hunk of hunks) {
    const last = joined.at(-1);
    const isNear =
      last && [gap(last.deleted, hunk.deleted), gap(last.added, hunk.added)].some((lines) => lines <= few);
    if (last && isNear)
      joined.splice(-1, 1, {
        deleted: [...last.deleted, ...hunk.deleted],
        added: [...last.added, ...hunk.added],
      });
    else joined.push(hunk);
  }
  return joined;
};

const gap = (before: readonly Line[], after: readonly Line[]): number =>
  (after[0]?.number ?? Number.POSITIVE_INFINITY) - (before.at(-1)?.number ?? 0) - 1;

/** A hunk without the lines that stay but for white space. */
const withoutKept = ({ deleted, added }: EditedPlace): EditedPlace => {
  const counts = new Map<string, number>();
  for (const line of added) counts.set(textOf(line), (counts.get(textOf(line)) ?? 0) + 1);
  const kept = new Map<string, number>();
  const isGone = (line: Line): boolean => {
    const taken = kept.get(textOf(line)) ?? 0;
    if (taken >= (counts.get(textOf(line)) ?? 0)) return true;
    kept.set(textOf(line), taken + 1);
    return false;
  };
  const gone = deleted.filter(isGone);
  const left = new Map(kept);
  const isNew = (line: Line): boolean => {
    const taken = left.get(textOf(line)) ?? 0;
    left.set(textOf(line), taken - 1);
    return taken <= 0;
  };
  return { deleted: gone, added: added.filter(isNew) };
};

/** Whether nearly all of it stands elsewhere now. */
const hasMoved = (deleted: readonly Line[], come: ReadonlySet<string>): boolean => {
  const texts = deleted.map(textOf).filter((text) => text.length > 5);
  return texts.length > 0 && texts.filter((text) => come.has(text)).length * 10 >= texts.length * 9;
};

const textOf = ({ text }: Line): string => text.trim();

const speaksOf = (deleted: readonly Line[], gone: ReadonlySet<string>): boolean =>
  gone.size > 0 &&
  deleted.some(({ text }) => (text.slice(0, 2000).match(word) ?? []).some((name) => gone.has(name)));

const word = /[A-Za-z_$][\w$]{3,}/g;

/** Names that code which is no test declared and no longer does, where there is less of it than before. */
function* goneNames(all: readonly ChangedLines[]): InPieces<ReadonlySet<string>> {
  const code = yield* piecewise(all, (some) =>
    some.filter(({ path }) => familyOf(path) !== null && !isTest(path) && !isBesideTheCode(path)),
  );
  const sum = (side: "added" | "deleted") => code.reduce((lines, file) => lines + file[side].length, 0);
  if (sum("deleted") <= sum("added")) return new Set();
  const declared = (side: "added" | "deleted") =>
    piecewise(code, (some) => some.flatMap((file) => file[side].flatMap(namesIn)));
  const kept = new Set(yield* declared("added"));
  return new Set((yield* declared("deleted")).filter((name) => !kept.has(name)));
}

const namesIn = ({ text }: Line): string[] =>
  [...text.slice(0, 500).matchAll(declaration)].flatMap(([, ...names]) => names.find(Boolean) ?? []);

/** What declares a name, in whatever language has it: a function, a type, a variable, a method, a key, a name in quotes. */
const declaration =
  /\b(?:def|func|function\*?|class|const|let|var|interface|type|fn|struct|enum|trait|object|record)\s+(?:\([^)]*\)\s*)?([A-Za-z_$][\w$]{3,})|(?:\b(?:exports|module\.exports|[\w$]+\.prototype|app|res|req)\.|\b(?:public|private|protected|static|final)\s+[\w<>[\], ?]+\s)([A-Za-z_$][\w$]{3,})\s*[=(]|^\s*([A-Z][A-Z0-9_]{3,})\s*[:=]|["']([A-Za-z_]\w{5,})["']/g;
