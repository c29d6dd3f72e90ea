import { parseLcov } from "../../src/gates/coverage/lcov.ts";
import type { AddedLine } from "../../src/gates/coverage/lines.ts";
import { mapReport } from "../../src/gates/coverage/map.ts";
import { parseReport } from "../../src/gates/coverage/parse.ts";
import type { ReportState } from "../../src/gates/coverage/state.ts";
import { type CoverageFacts, coverage } from "../../src/gates/coverage.ts";
import { passedIf } from "../../src/gates/result.ts";

const repository = { roots: ["/home/ada/shop"], modules: [] };

/** LCOV in short: `a.ts 1:1 2:0` is a file, its lines and how often each ran. */
const lcov = (...files: string[]): string =>
  files
    .map((file) => file.split(" "))
    .map(([path, ...lines]) => [
      `SF:${path}`,
      ...lines.map((line) => `DA:${line.replace(":", ",")}`),
      "end_of_record\n",
    ])
    .map((lines) => lines.join("\n"))
    .join("");

const read = (text: string, paths: readonly string[]): ReportState => {
  const report = mapReport(parseReport("lcov.info", text), "lcov.info", {
    ...repository,
    paths: new Set(paths),
  });
  return { kind: "read", report };
};

/** The lines from one number to another, all of the same text. */
const lines = (first: number, last: number, text = "run();"): AddedLine[] =>
  Array.from({ length: last - first + 1 }, (_, index) => ({ line: first + index, text }));

const code = (text: string): AddedLine[] =>
  text.split("\n").map((text, index) => ({ line: index + 1, text }));

const facts = (
  added: Record<string, AddedLine[]>,
  report: string,
  more: Partial<CoverageFacts> = {},
): CoverageFacts => ({
  added: new Map(Object.entries(added)),
  generated: new Set(),
  report: read(report, Object.keys(added)),
  ...more,
});

test.each<[string, number, boolean, string]>([
  ["a.ts 1:1 2:1 3:0", 60, true, "2 of 3 changed lines covered (66.6%), the limit is 60%"],
  [
    "a.ts 1:1 2:0 3:0",
    60,
    false,
    "1 of 3 changed lines covered (33.3%), the limit is 60%: cover 1 more line; uncovered: a.ts:2-3",
  ],
  ["a.ts 1:0 9:1", 0, true, "0 of 1 changed line covered (0%), the limit is 0%"],
  ["a.ts 1:1 2:1 9:0", 100, true, "2 of 2 changed lines covered (100%), the limit is 100%"],
  ["a.ts 8:0 9:0", 100, true, "no changed line can be covered"],
  ["a.ts", 100, true, "no changed line can be covered"],
])("of a change of lines 1 to 5, with %s and the limit %d", (report, limit, ok, message) => {
  expect(coverage(facts({ "a.ts": lines(1, 5) }, lcov(report)), limit)).toMatchObject({
    kind: passedIf(ok),
    message,
    evidence: { limit },
  });
});

test("what is below the limit never reads as the limit", () => {
  const hits = Array.from({ length: 10_000 }, (_, index) => `${index + 1}:${index < 5_999 ? 1 : 0}`).join(
    " ",
  );
  expect(coverage(facts({ "a.ts": lines(1, 10_000) }, lcov(`a.ts ${hits}`)), 60).message).toMatch(
    /^5,999 of 10,000 changed lines covered \(59.9%\), the limit is 60%: cover 1 more line; uncovered: a.ts:6000-10000$/,
  );
});

test("the message names the files with the most uncovered lines first, with their ranges", () => {
  const report = lcov(
    "a.ts 1:0 2:1",
    "b.ts 1:0 2:0 3:0 7:0",
    "c.ts 1:0 3:0 5:0 7:0 9:0 11:0 13:0",
    "d.ts 4:0 5:0",
    "e.ts 6:0 8:0 9:0",
    "f.ts 1:0 2:0 3:0 4:0 5:0",
  );
  const added = Object.fromEntries([..."abcdef"].map((name) => [`${name}.ts`, lines(1, 20)]));
  expect(coverage(facts(added, report), 60).message).toBe(
    "1 of 23 changed lines covered (4.3%), the limit is 60%: cover 13 more lines; uncovered: " +
      "c.ts:1,3,5,7,9,11,…, f.ts:1-5, b.ts:1-3,7, e.ts:6,8-9, d.ts:4-5 and 1 more",
  );
});

test("a new file that the report does not tell of is uncovered, but for comments and empty lines", () => {
  const added = {
    "a.ts": lines(1, 2),
    "src/new.ts": code("// A price.\nexport function price() {\n\n  return 1;\n}"),
  };
  expect(coverage(facts(added, lcov("a.ts 1:1 2:1")), 60)).toEqual({
    name: "coverage",
    kind: "failed",
    message:
      "2 of 4 changed lines covered (50%), the limit is 60%: cover 1 more line; uncovered: src/new.ts:2,4; " +
      "not in the report, so counted as uncovered: src/new.ts (test them, or let the report name all files)",
    evidence: {
      ...{ of: "coverage", percent: 50, limit: 60 },
      files: [
        { path: "a.ts", covered: 2, uncovered: [], source: "report" },
        { path: "src/new.ts", covered: 0, uncovered: [2, 4], source: "absent" },
      ],
    },
  });
});

test.each([
  ["of another language", "README.md"],
  ["without an ending", "Makefile"],
  ["that is a dotfile", ".ts"],
  ["that is a test", "src/a.test.ts"],
  ["that is a specification", "src/a-spec.ts"],
  ["in a folder of tests", "test/builders.ts"],
  ["in a folder of mocks", "src/__mocks__/a.ts"],
  ["of settings", "jest.config.ts"],
  ["of declarations", "src/a.d.ts"],
])("a file %s does not count", (_, path) => {
  const result = coverage(facts({ "a.ts": [], [path]: lines(1, 9) }, lcov("a.ts 1:1")), 60);
  expect(result).toMatchObject({
    kind: "passed",
    message: "no changed line can be covered",
    evidence: { files: [] },
  });
});

test.each([
  "test_a.py",
  "a_test.go",
  "PriceTest.java",
  "PriceTests.cs",
  "price_spec.rb",
  "conftest.py",
  "tests.py",
])("%s is a test in its language", (path) => {
  expect(coverage(facts({ [path]: lines(1, 9) }, lcov("a.ts 1:1")), 60).evidence.files).toEqual([]);
});

test.each(["latest.ts", "src/contest.ts", "attest/a.ts", "src/testing.ts", "Latest.ts", "spec.tools/a.ts"])(
  "%s is no test",
  (path) => {
    expect(coverage(facts({ "a.ts": [], [path]: lines(1, 9) }, lcov("a.ts 1:1")), 60).kind).toBe("failed");
  },
);

test.each([
  "src/mocks/pay.ts",
  "src/fixtures/a.ts",
  "src/spec/a.ts",
  "src/pay.config.ts",
  "src/.pay.ts",
  "a.mjs",
  "a.tsx",
])("%s is no test, and of the family that the report covers", (path) => {
  expect(coverage(facts({ "a.ts": [], [path]: lines(1, 9) }, lcov("a.ts 1:1")), 60).kind).toBe("failed");
});

test("code of another family is named as not measured, and measured where the plan calls it code", () => {
  const added = {
    "a.ts": lines(1, 1),
    "jobs/pay.py": lines(1, 9),
    "notes.md": lines(1, 9),
    "test/run.ts": lines(1, 9),
  };
  const judged = (...code: string[]) =>
    coverage(facts(added, lcov("a.ts 1:1"), { isCode: (path) => code.includes(path) }), 60);
  expect(judged()).toMatchObject({
    kind: "warned",
    message:
      "1 of 1 changed line covered (100%), the limit is 60%; not measured, because the report covers other languages: jobs/pay.py (see that they are tested)",
  });
  expect(judged("jobs/pay.py")).toMatchObject({ kind: "failed", evidence: { percent: 10 } });
  expect(judged("test/run.ts")).toMatchObject({ kind: "failed", evidence: { percent: 10 } });
});

test("tests and generated files do not count even if the report tells of them", () => {
  const added = { "a.ts": lines(1, 1), "test/a.ts": lines(1, 9), "b.gen.ts": lines(1, 9) };
  const report = lcov("a.ts 1:0", "test/a.ts 1:1 2:1", "b.gen.ts 1:1 2:1");
  expect(coverage(facts(added, report, { generated: new Set(["b.gen.ts"]) }), 60)).toMatchObject({
    kind: "failed",
    evidence: { percent: 0, files: [{ path: "a.ts" }] },
  });
});

test.each<[string, string, number[]]>([
  [
    "only types",
    "import type { A } from 'a';\n\nexport interface B {\n  a: A;\n}\nexport type C =\n  | A\n  | B;",
    [],
  ],
  ["only re-exports", "export * from './a.ts';\nexport {\n  b,\n} from './b.ts';", []],
  ["a constant", "export type A = 1;\nexport const a = 1;", [1, 2]],
  ["a call", "import './a.ts';\nstart();", [1, 2]],
  ["an import that runs", "import('./a.ts');", [1]],
  ["lines that begin with a type", "type A = 1; run();\ntype B = 1; run();", [1, 2]],
  ["lines that begin with a comment", "/**/ run();\n/* a */ run();\n* run();", [1, 2, 3]],
  ["lines that are indented", " run();\n  run();", [1, 2]],
  ["a comment over lines", "/*\n run();\n*/ run();\n// run();", [3]],
  [
    "what only looks like a comment",
    "const a = '/*';\nconst b = /[/*]/;\nrun(`\n/*`);\nrun();",
    [1, 2, 3, 5],
  ],
  ["types over lines", "type A =\n  | 'a'\n  | { b: () => void };\nexport declare const x: number;", []],
])("a new file of TypeScript with %s has uncovered lines: %j", (_, text, uncovered) => {
  const result = coverage(facts({ "a.ts": [], "src/new.ts": code(text) }, lcov("a.ts 1:1")), 60);
  expect(result.evidence.files.flatMap((file) => file.uncovered)).toEqual(uncovered);
});

test("lines inside a file that the report does not tell of may stand in a function", () => {
  const added = { "a.ts": [], "src/old.ts": [{ line: 7, text: "  run();" }] };
  expect(coverage(facts(added, lcov("a.ts 1:1")), 60).evidence.files).toMatchObject([{ uncovered: [7] }]);
});

test("an empty report passes words and fails code", () => {
  expect(coverage(facts({ "README.md": lines(1, 9) }, ""), 60).kind).toBe("passed");
  expect(coverage(facts({ "src/a.ts": lines(1, 9) }, ""), 60)).toMatchObject({
    kind: "failed",
    evidence: { percent: 0 },
  });
});

test("a report of built files says nothing of their sources, and is named", () => {
  const report = lcov("/home/ada/shop/build/a.js 1:1", "/home/ada/shop/build/b.js 1:1");
  expect(coverage(facts({ "src/a.ts": lines(1, 2) }, report), 60).message).toBe(
    "0 of 2 changed lines covered (0%), the limit is 60%: cover 2 more lines; uncovered: src/a.ts:1-2; " +
      "not in the report, so counted as uncovered: src/a.ts (test them, or let the report name all files); " +
      "in the report, but not in the repository: /home/ada/shop/build/a.js, /home/ada/shop/build/b.js " +
      "(let it name files from the repository's root)",
  );
});

test("a changed file that the report may or may not mean is uncovered, and the message says why", () => {
  const added = { "pay/src/a.ts": lines(1, 1), "cart/src/a.ts": [] };
  expect(coverage(facts(added, lcov("src/a.ts 1:1")), 60).message).toBe(
    "0 of 1 changed line covered (0%), the limit is 60%: cover 1 more line; uncovered: pay/src/a.ts:1; " +
      "pay/src/a.ts counts as uncovered: the report does not say which file it means by src/a.ts",
  );
});

test("a file of Go beside a measured one counts for what stands in its functions", () => {
  const report = (path: string): ReportState => {
    const parsed = parseReport("cover.out", `mode: set\nexample.com/shop/${path}:1.1,2.2 1 1\n`);
    const modules = [{ name: "example.com/shop", folder: "" }];
    const paths = new Set(["pay/a.go", "pay/types.go"]);
    return {
      kind: "read",
      report: mapReport(parsed, "cover.out", { ...repository, modules, paths }),
    };
  };
  const types = code('package pay\n\nimport "fmt"\n\ntype Price struct {\n\tcents int\n}\n\nconst max = 3');
  const hidden = code("//go:build prod\n\npackage pay\n\nfunc run() {\n\tstart()\n}\nvar a = begin()");
  const judged = (added: AddedLine[]) =>
    coverage(facts({ "pay/types.go": added }, "", { report: report("pay/a.go") }), 60);
  expect(judged(types).kind).toBe("passed");
  expect(judged(hidden)).toMatchObject({ kind: "failed", evidence: { files: [{ uncovered: [5, 6, 8] }] } });
});

test("without a report the gate fails with the reason and the fix, whatever changed", () => {
  const report = {
    kind: "missing",
    reason: "there is no report at lcov.info",
    fix: "let `verify` write it",
  } as const;
  expect(coverage(facts({}, "", { report }), 0)).toEqual({
    name: "coverage",
    kind: "unjudged",
    lacks: "checkout",
    message: "there is no report at lcov.info: let `verify` write it",
    evidence: { of: "coverage", percent: null, limit: 0, files: [] },
  });
});

test("a path with a line break stays on one line", () => {
  const path = "src/a\nb.ts";
  const files = new Map([[path, { covered: 0, hits: new Map([[1, 0]]) }]]);
  const parsed = { ...parseLcov(""), files };
  const report = mapReport(parsed, "lcov.info", { ...repository, paths: new Set([path]) });
  const { message } = coverage(facts({ [path]: lines(1, 1) }, "", { report: { kind: "read", report } }), 60);
  expect(message).toContain('uncovered: "src/a\\nb.ts":1');
});
