import type { ChangedLines, Line } from "../changed-lines.ts";
import { type InPieces, piecewise } from "../pieces.ts";
import { count, shown } from "../words.ts";
import type { GamingFinding } from "./finding.ts";

/** Whether a path is a test's by the conventions of common languages. */
export const isTest = (path: string): boolean =>
  /(^|\/)(tests?|__tests__|specs?|testing|t)\//i.test(path) || testNames.some((name) => name.test(path));

const testNames = [
  /[._-](test|tests|spec|specs|e2e|cy)\.[a-z]+$/i,
  /(^|\/)(test|spec)[_-][^/]*\.\w+$/i,
  /(Test|Tests|TestCase|IT|Spec)\.(java|kt|kts|scala|groovy|cs|fs|vb|php|swift|m|cpp|cc)$/,
  /(^|\/)(conftest\.py|testthat\.R)$/,
];

/** Code that begins a test case, in one line, in whatever language has it. */
const testCase =
  /^\s*(?:(?:it|test|specify|scenario|Deno\.test)(?:\.(?:each|only|concurrent|failing|prop))*\s*[(`"' ]\s*["'`([{$\w]|(?:async\s+)?def\s+test_?\w*|func\s+(?:Test|Benchmark|Fuzz|Example)\w*\s*\(|func\s+(?:\([^)]*\)\s*)?test\w*\s*\(|#\[(?:\w+::)*(?:test|rstest)\b|@(?:Test|ParameterizedTest|RepeatedTest|Property|test)\b|\[(?:Fact|Theory|Test|TestCase|TestMethod|DataTestMethod)\b|(?:public\s+)?function\s+test\w*\s*\(|TEST(?:_F|_P|_CASE)?\s*\(|test_that\s*\()/;

/** Code that keeps a test from running, or all the others. */
const skipping =
  /\b(?:it|test|describe|context|suite)\.(?:skip|todo|only|fixme)\b|\b(?:xit|xtest|xdescribe|fit|fdescribe)\s*\(|@(?:pytest\.mark\.(?:skip|xfail)|unittest\.(?:skip|expectedFailure)|Ignore|Disabled)\b|\b[tb]\.Skip(?:Now|f)?\s*\(|#\[ignore\b|\[Ignore\b|\bSkip\s*=\s*"|\bGTEST_SKIP\b|\bmarkTestSkipped\b|\bpending\s*\(|\bpytest\.skip\s*\(/;

/** Tests that the change deletes, moves out of sight, or keeps from running. */
export function* deletedTests(files: readonly ChangedLines[]): InPieces<GamingFinding[]> {
  const tests = yield* piecewise(files, (some) =>
    some.filter(({ path, from }) => isTest(path) || (from !== null && isTest(from))),
  );
  const gone = tests
    .filter(({ path, status }) => status === "deleted" && !isNeeded.test(path))
    .map((file) => say(file, "deletes this test file"));
  const moved = tests
    .filter(({ path, from }) => from !== null && !isTest(path))
    .map((file) => say(file, `moves the test ${shown(file.from ?? "")} to where no test is looked for`));
  return [...gone, ...moved, ...(yield* fewerCases(tests)), ...(yield* piecewise(tests, skipped))];
}

/** What tests read or start: without it they fail; and workflows, of which others tell. */
const isNeeded = /(^|\/)(?:fixtures|__fixtures__|testdata|\.github\/workflows)\//;

/** Cases may move from file to file, so that only a loss over all files counts. */
function* fewerCases(tests: readonly ChangedLines[]): InPieces<GamingFinding[]> {
  const lost = yield* piecewise(tests, (some) =>
    some.map((file) => ({ file, cases: cases(file.deleted) - cases(file.added) })),
  );
  const net = lost.reduce((sum, { cases }) => sum + cases, 0);
  if (net <= 0) return [];
  return lost
    .filter(({ cases, file }) => cases > 0 && file.status !== "deleted")
    .map(({ cases, file }) => say(file, `removes ${count(cases, "test case")} more than it adds`));
}

const cases = (lines: readonly Line[]): number =>
  lines.filter(({ text }) => testCase.test(text.slice(0, 500))).length;

const skipped = (tests: readonly ChangedLines[]): GamingFinding[] =>
  tests.flatMap((file) => {
    const more = skips(file.added) - skips(file.deleted);
    return more > 0 ? [say(file, `keeps tests from running in ${count(more, "place")}`)] : [];
  });

const skips = (lines: readonly Line[]): number =>
  lines.filter(({ text }) => skipping.test(text.slice(0, 500))).length;

const say = ({ path }: ChangedLines, what: string): GamingFinding => ({ path, what });
