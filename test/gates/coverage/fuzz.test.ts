import { readdirSync } from "node:fs";
import fc from "fast-check";
import { MilepostError } from "../../../src/core/error.ts";
import { parseCobertura } from "../../../src/gates/coverage/cobertura.ts";
import { parseGo } from "../../../src/gates/coverage/go.ts";
import { parseIstanbul } from "../../../src/gates/coverage/istanbul.ts";
import { parseLcov } from "../../../src/gates/coverage/lcov.ts";
import { mapReport } from "../../../src/gates/coverage/map.ts";
import { parseReport } from "../../../src/gates/coverage/parse.ts";
import { isLineNumber, type ParsedReport } from "../../../src/gates/coverage/report.ts";
import { coverage } from "../../../src/gates/coverage.ts";
import { times } from "../../thorough.ts";
import { report } from "./reports.ts";

const reports = readdirSync(new URL("reports", import.meta.url)).map(report);
const parsers = [parseLcov, parseCobertura, parseGo, parseIstanbul];

/** Pieces of all formats, and what parsers trip over. */
const pieces = fc.constantFrom(
  ...["SF:", "DA:", "DA:1,", "end_of_record", "TN:", "mode: set", "a.go:1.1,2.2 1 1"],
  ...[
    "<coverage>",
    "<class filename='a'>",
    '<line number="1" hits="0"/>',
    "</class>",
    "<source>",
    "&amp;",
    "&x;",
  ],
  ...[
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a [",
    "<!--",
    '{"a":',
    '"statementMap":',
    '"s":',
    "__proto__",
    "constructor",
  ],
  ...["null", "[", "]", "}", "1e999", "-1", "0", "99999999999999999999", "\\", "/", "..", ",", ":", '"'],
  ...["\0", "\uFEFF", "\uD800", "\r", "\n"],
);

/** A real report with some of its parts cut out, doubled, or replaced by what its format holds elsewhere. */
const mutated = fc
  .tuple(
    fc.constantFrom(...reports),
    fc.array(fc.tuple(fc.nat(9999), fc.nat(40), fc.oneof(pieces, fc.string({ unit: "binary" }))), {
      maxLength: 6,
    }),
  )
  .map(([text, edits]) =>
    edits.reduce((old, [at, length, put]) => {
      const start = Math.floor((at / 10_000) * old.length);
      return old.slice(0, start) + put + old.slice(start + length);
    }, text),
  );

const random = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join("")),
  fc.json(),
);

const input = fc.oneof({ weight: 3, arbitrary: mutated }, { weight: 1, arbitrary: random });

/** What a parser answers, or the error that it gives in place of an answer. */
const answer = (parse: () => ParsedReport): ParsedReport | MilepostError => {
  try {
    return parse();
  } catch (error) {
    if (error instanceof MilepostError) return error;
    throw error;
  }
};

test("whatever a report holds, each parser gives an answer or a clear error, and the gate judges by it", () => {
  const repository = {
    roots: ["/home/ada/shop"],
    paths: new Set(["src/price.js", "src/idle.js"]),
    modules: [],
  };
  const added = new Map([["src/price.js", [{ line: 3, text: "run();" }]]]);
  fc.assert(
    fc.property(input, (text) => {
      for (const parse of [...parsers, (text: string) => parseReport("lcov.info", text)]) {
        const parsed = answer(() => parse(text));
        if (parsed instanceof MilepostError) {
          expect(parsed.message).toMatch(/\w/);
          expect(parsed.hint).toMatch(/\w/);
          continue;
        }
        for (const { covered, hits } of parsed.files.values()) {
          expect([...hits.keys()].every(isLineNumber)).toBe(true);
          expect(covered).toBe([...hits.values()].filter((times) => times > 0).length);
        }
        const report = mapReport(parsed, "coverage/lcov.info", repository);
        const result = coverage({ added, generated: new Set(), report: { kind: "read", report } }, 60);
        expect(result.message).toMatch(/^(?:[01] of 1 changed line covered|no changed line)/);
      }
    }),
    { numRuns: times(400) },
  );
});

const long = 300_000;

test.each<[string, string]>([
  ["digits", `SF:a\nDA:${"1".repeat(long)}\nend_of_record`],
  ["digits in a count", `SF:a\nDA:1,${"1.".repeat(long)}`],
  ["spaces", `SF:a\nend_of_record${" ".repeat(long)}x`],
  ["spaces after a count", `SF:a\nDA:1,1${" ".repeat(long)}x`],
  ["colons", `mode: set\n${":1.1,1.1 1".repeat(long / 10)}`],
  ["digits in a block", `mode: set\na:${"1".repeat(long)}.1,2.2 1 1`],
  ["open tags", `<coverage>${"<a>".repeat(long)}`],
  ["attributes", `<coverage ${Array.from({ length: long / 10 }, (_, at) => `a${at}=""`).join(" ")}/>`],
  ["a doctype", `<!DOCTYPE coverage [${"<!ENTITY a 'b'>".repeat(long / 10)}]><coverage/>`],
  [
    "sources",
    `<coverage>${Array.from({ length: long / 10 }, (_, at) => `<source>${at}</source>`).join("")}</coverage>`,
  ],
  ["brackets", "[".repeat(long)],
  ["braces", '{"a":'.repeat(long)],
  ["a path of slashes", `SF:${"/".repeat(long)}\nend_of_record`],
  ["a path of folders", `SF:/x${"/a".repeat(long)}\nend_of_record`],
])("no parser hangs on very many %s", (_, text) => {
  for (const parse of parsers) {
    const parsed = answer(() => parse(text));
    if (parsed instanceof MilepostError) continue;
    const repository = { roots: ["/shop"], paths: new Set(["a"]), modules: [] };
    expect(mapReport(parsed, "lcov.info", repository).files.size).toBe(0);
  }
});
