import type { ChangedLines, Line } from "../changed-lines.ts";
import { familyOf } from "../coverage/languages.ts";
import { type InPieces, piecewise } from "../pieces.ts";
import { count, shown } from "../words.ts";
import { assertionsIn } from "./count-assertions.ts";
import { type ClaimReading, unexcused } from "./excuses.ts";
import { type GamingFinding, warning, weighed } from "./finding.ts";
import { type EditedPlace, hunksOf } from "./hunks.ts";
import { isCase, isTest } from "./is-test.ts";
import { testWordsOf } from "./languages.ts";

/** Code that keeps a test from running, or all the others. */
const skipping =
  /\b(?:it|test|describe|context|suite)\.(?:skip|todo|only|fixme)\b|\b(?:xit|xtest|xdescribe|fit|fdescribe)\s*\(|@(?:pytest\.mark\.(?:skip|xfail)|unittest\.(?:skip|expectedFailure)|Ignore|Disabled)\b|\b[tb]\.Skip(?:Now|f)?\s*\(|#\[ignore\b|\[Ignore\b|\bSkip\s*=\s*"|\bGTEST_SKIP\b|\bmarkTestSkipped\b|\bpending\s*\(|\bpytest\.skip\s*\(/;

/** Tests that the change deletes, moves out of sight, or keeps from running. */
export function* deletedTests(files: readonly ChangedLines[]): InPieces<GamingFinding[]> {
  const tests = yield* piecewise(files, (some) =>
    some.filter(({ path, from }) => isTest(path) || (from !== null && isTest(from))),
  );
  const lostIn = yield* unexcused(files, tests, caseReading);
  const gone = tests
    .filter(({ path, status }) => status === "deleted" && !isNeeded.test(path))
    .map((file) => weighed(file.path, "deletes this test file", isLost(file, { tests, lostIn })));
  const moved = tests
    .filter(({ path, from }) => from !== null && !isTest(path))
    .map(({ path, from }) =>
      warning(path, `moves the test ${shown(from ?? "")} to where no test is looked for`),
    );
  const isGrowing = !(yield* losesCases(tests));
  return [
    ...gone,
    ...moved,
    ...(yield* fewerCases(tests, lostIn)),
    ...(yield* piecewise(tests, (some) => skipped(some, isGrowing))),
  ];
}

/** Whether any test case goes: what comes in a new file then may be in its place. */
export function* losesCases(files: readonly ChangedLines[]): InPieces<boolean> {
  return (yield* piecewise(files, (some) => some.filter(({ deleted }) => deleted.some(isCase)))).length > 0;
}

/** What tests read or start: without it they fail; and workflows, of which others tell. */
export const isNeeded = /(^|\/)(?:fixtures|__fixtures__|testdata|\.github\/workflows)\//;

/** Whether a file that goes has test cases that are not elsewhere now; one without lines may have anything. */
const isLost = (
  file: ChangedLines,
  { tests, lostIn }: { tests: readonly ChangedLines[]; lostIn: (file: ChangedLines) => number },
): boolean => {
  if (file.deleted.length === 0 || familyOf(file.path) === null) return true;
  return lostIn(file) > 0 && !isRestated(file, tests);
};

/** Whether nearly all of its cases are elsewhere by their names, and tests claim as much as before in all. */
const isRestated = ({ deleted }: ChangedLines, tests: readonly ChangedLines[]): boolean => {
  const names = deleted.filter(isCase).map(nameOf);
  const come = new Set(tests.flatMap(({ added }) => added.filter(isCase).map(nameOf)));
  const kept = names.filter((name) => come.has(name)).length;
  const claims = tests.reduce(
    (sum, { path, added, deleted: gone }) => sum + assertionsIn(path, added) - assertionsIn(path, gone),
    0,
  );
  return names.length > 0 && kept * 10 >= names.length * 9 && claims >= 0;
};

/** What a case is called: the text or the function that its line names. */
const nameOf = ({ text }: Line): string =>
  /(["'`])((?:(?!\1).)+)\1/.exec(text)?.[2] ??
  /(?:def|func|function|void|fun)\s+(\w+)/.exec(text)?.[1] ??
  text.trim();

/** Cases may move from file to file, so that only a loss over all files counts. */
function* fewerCases(
  tests: readonly ChangedLines[],
  lostIn: (file: ChangedLines) => number,
): InPieces<GamingFinding[]> {
  const lost = yield* piecewise(tests, (some) => some.map((file) => ({ file, cases: casesLost(file) })));
  const net = lost.reduce((sum, { cases }) => sum + cases, 0);
  if (net <= 0) return [];
  return lost
    .filter(({ cases, file }) => cases > 0 && file.status !== "deleted")
    .map(({ cases, file }) => {
      const isWeaker = lostIn(file) > 0 || cases > linesLost(file);
      return weighed(file.path, `removes ${count(cases, "test case")} more than it adds`, isWeaker);
    });
}

const casesLost = (file: ChangedLines): number =>
  file.claims ? file.claims.before.cases - file.claims.after.cases : linesLost(file);

const linesLost = ({ deleted, added }: ChangedLines): number => cases(deleted) - cases(added);

const caseReading: ClaimReading = { code: (_, lines) => lines, count: (_, lines) => cases(lines) };

const cases = (lines: readonly Line[]): number => lines.filter(isCase).length;

const skipped = (tests: readonly ChangedLines[], isGrowing: boolean): GamingFinding[] =>
  tests.flatMap((file) => {
    const skips = skipsOf(file.path);
    const more = skips(file.added).length - skips(file.deleted).length;
    if (more <= 0) return [];
    const isOfNew =
      cases(file.deleted) === 0 &&
      skips(file.deleted).length === 0 &&
      hunksOf(file).every((hunk) => skipsOnlyNew(hunk, skips));
    const isNew = isGrowing && file.status === "added" && !file.added.some(({ text }) => onlyThis.test(text));
    return [weighed(file.path, `keeps tests from running in ${count(more, "place")}`, !isOfNew && !isNew)];
  });

/** What keeps all other tests from running, in every file. */
const onlyThis = /\.only\b|\bf(?:it|describe)\s*\(/;

/** The lines that keep tests from running, in the words of all languages and of a file's own. */
const skipsOf = (path: string) => {
  const own = testWordsOf(path).skips;
  return (lines: readonly Line[]): Line[] =>
    lines
      .map((line) => ({ line, text: line.text.slice(0, 500) }))
      .filter(({ text }) => skipping.test(text) || own?.test(text) === true)
      .map(({ line }) => line);
};

/** Whether what is skipped comes with the skip: a case stands above what is in it, and below what is before it. */
const skipsOnlyNew = ({ added }: EditedPlace, skips: (lines: readonly Line[]) => Line[]): boolean =>
  skips(added).every((line) => {
    const isAbove = /^\s*[@#[]/.test(line.text);
    if (/\b(?:describe|context|suite|only|f(?:it|describe))\b/.test(line.text)) return false;
    return (
      isCase(line) ||
      added.some(
        (other) => isCase(other) && (isAbove ? other.number > line.number : other.number < line.number),
      )
    );
  });
