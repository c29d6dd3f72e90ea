import type { ChangedLines } from "../changed-lines.ts";
import { leftOpen } from "../coverage/comments.ts";
import { familyOf } from "../coverage/languages.ts";
import { type InPieces, piecewise } from "../pieces.ts";
import { count } from "../words.ts";
import { claimsIn, codeOf, textsOf, times, withoutTexts } from "./count-assertions.ts";
import { type ClaimReading, unexcused } from "./excuses.ts";
import { type GamingFinding, warning, weighed } from "./finding.ts";
import { isTest } from "./is-test.ts";
import { testWordsOf } from "./languages.ts";
import type { TestClaims } from "./test-claims.ts";
import { isNeeded, losesCases } from "./tests.ts";

/** What claims next to nothing. */
const weak =
  /\.(?:toBeDefined|toBeTruthy|toBeFalsy|not\.toThrow|not\.toBeNull|not\.toBeUndefined)\s*\(|expect\.anything\(|\bassertTrue\s*\(\s*(?:true|True)|\bassertIsNotNone|\.resolves\.not\.toThrow|\bassert\s+\w+\s*(?:#|$)|\bassert\.ok\s*\(\s*\w+\s*\)/g;

/** What is true whatever the code does. */
const hollow =
  /\bexpect\s*\(\s*(?:true|false|1|0|null|undefined|'[^']*'|"[^"]*")\s*\)\s*\.(?:not\.)?to\w+\s*\(|\b(?:assert(?:True|_true|That)?|assert\.(?:ok|isOk|isTrue|True)|require\.True)!?\s*\((?:\s*t\s*,)?\s*(?:true|True|1|1\s*==\s*1)\s*[),;]|^\s*assert\s+(?:True|1)\s*(?:,|$)|\bassert(?:Equal|Equals|_eq!|Same|Is)\s*\(\s*(\w+)\s*,\s*\1\s*\)|\|\|\s*(?:true|True)\s*\)|\bor\s+True\b/;

/** What is never run. */
const dead =
  /^\s*(?:\}\s*)?(?:if|while|elif)\s*\(?\s*(?:false|False|0|!1|!true|not True)\s*\)?\s*[:{]|^\s*#if\s+0\b/;

/** What ends all tests at once, as if they had passed. */
const ending =
  /\bprocess\.(?:exit|reallyExit)\s*\(|\bprocess\.exitCode\s*=|\b(?:sys\.exit|os\._exit|pytest\.exit)\s*\(|\bos\.Exit\s*\(\s*0|\bSystem\.exit\s*\(|\bstd::process::exit\s*\(|^\s*exit\s+0\b|\bexit\s*\(\s*0?\s*\)|\bRuntime\.getRuntime\(\)\.halt|\bprocess\.(?:on|once)\s*\(\s*['"](?:exit|uncaughtException|unhandledRejection)/;

/** What puts something of its own in the place of a test runner's functions, for all tests. */
const replacing =
  /(?:^\s*|[;{}]\s*)(?:(?:globalThis|global|window|builtins)\.)(?:it|test|describe|expect|assert|beforeEach|afterEach)\s*=[^=]/;

/** The same for those of its own file. */
const shadowing =
  /(?:^|[;{}])\s*(?:const|let|var|function)\s+(?:it|test|describe|expect|assert)\b\s*(?:\(|=(?!\s*(?:await\s+)?(?:require|import)\s*\(\s*['"](?:node:)?(?:assert|test|ava|tape?|chai|vitest|mocha|expect|should|@jest\/globals)\b))/;

/** Assertions that go or are weakened, and what has all tests pass, in test files and by a light reading of their code. */
export function* weakenedTests(files: readonly ChangedLines[]): InPieces<GamingFinding[]> {
  const tests = yield* piecewise(files, (some) =>
    some.filter(({ path, status }) => isTest(path) && status !== "deleted" && familyOf(path) !== null),
  );
  const isGrowing = !(yield* losesCases(files));
  return [
    ...(yield* fewerAssertions(files, tests)),
    ...(yield* piecewise(tests, (some) => some.flatMap((file) => tricksIn(file, isGrowing)))),
  ];
}

const tricksIn = (file: ChangedLines, isGrowing: boolean): GamingFinding[] => {
  const { path, added, deleted } = file;
  const [before, after] = [codeOf(path, deleted), codeOf(path, added)];
  const more = (pattern: RegExp): boolean => lines(after, pattern) > lines(before, pattern);
  const found = [
    more(hollow) && "asserts what is always true",
    file.status !== "added" &&
      (more(dead) || opensMore(file)) &&
      "takes code of tests out by a comment, a text or a condition",
    more(replacing) && replaced,
  ];
  // No macro of Rust and no function of another language has such a name to be taken.
  const isShadowed = /^(?:javascript|python)$/.test(familyOf(path) ?? "") && more(shadowing);
  return [
    ...found.filter((what) => what !== false).map((what) => warning(path, what)),
    ...(isShadowed ? [weighed(path, replaced, file.status !== "added" || !isGrowing)] : []),
    // What tests start ends as it likes.
    ...(endings(path, after) > endings(path, before)
      ? [weighed(path, "ends the tests early", !isNeeded.test(path))]
      : []),
  ];
};

const endings = (path: string, code: readonly string[]): number => {
  const own = testWordsOf(path).ends;
  return withoutTexts(path, code).filter((text) => ending.test(text) || own?.test(text) === true).length;
};

const replaced = "puts something else in the place of the test runner";

/** Whether it begins more comments and texts than before that lines which stay are in from now on. */
const opensMore = ({ path, added, deleted }: ChangedLines): boolean => {
  const family = familyOf(path);
  return family !== null && leftOpen(family, textsOf(added)) > leftOpen(family, textsOf(deleted));
};

/** Assertions may move from file to file, so that only a loss over all files counts. */
function* fewerAssertions(
  files: readonly ChangedLines[],
  tests: readonly ChangedLines[],
): InPieces<GamingFinding[]> {
  const counted = yield* piecewise(tests, (some) => some.map((file) => ({ file, ...assertionsOf(file) })));
  const net = counted.reduce((sum, { lost }) => sum + lost, 0);
  const lostIn = yield* unexcused(files, tests, assertionReading);
  return counted.flatMap(({ file, lost, weakened, inLines }): GamingFinding[] => [
    ...(net > 0 && lost > 0
      ? [
          weighed(
            file.path,
            `removes ${count(lost, "assertion")} more than it adds`,
            lostIn(file) > 0 || lost > inLines,
          ),
        ]
      : []),
    ...(weakened > 0 ? [warning(file.path, `weakens ${count(weakened, "assertion")}`)] : []),
  ]);
}

const assertionReading: ClaimReading = {
  code: (path, lines) => codeOf(path, lines).map((text, at) => ({ number: lines[at]?.number ?? 0, text })),
  count: (path, code) =>
    claimsIn(
      path,
      withoutTexts(
        path,
        code.map(({ text }) => text),
      ),
    ),
};

/** What a file loses and weakens: by a parser where one read it, and by its lines. */
const assertionsOf = (file: ChangedLines) => {
  const { path, added, deleted, claims } = file;
  const [old = [], young = []] = [deleted, added].map((lines) => withoutTexts(path, codeOf(path, lines)));
  const inLines = claimsIn(path, old) - claimsIn(path, young);
  if (claims) {
    const { before, after } = claims;
    return { lost: before.assertions - after.assertions, weakened: weakenedIn(before, after), inLines };
  }
  const [before, after] = [old, young].map((code) => ({
    assertions: claimsIn(path, code),
    weak: times(code, weak),
  }));
  return { lost: inLines, weakened: before && after ? weakenedIn(before, after) : 0, inLines };
};

type Weighed = Pick<TestClaims, "assertions" | "weak">;

/** Assertions that claim less than those in whose place they are: what comes besides takes nothing away. */
const weakenedIn = (before: Weighed, after: Weighed): number => {
  const strong = (claims: Weighed) => claims.assertions - claims.weak;
  return Math.min(after.weak - before.weak, Math.max(0, strong(before) - strong(after)));
};

const lines = (code: readonly string[], pattern: RegExp): number =>
  code.filter((text) => pattern.test(text)).length;
