import { formatOf, parseReport } from "../../../src/gates/coverage/parse.ts";
import type { ReportFormat } from "../../../src/gates/coverage/report.ts";
import { readable, report } from "./reports.ts";

const price = "3:1 4:0 6:2 7:2 11:0 12:0 15:1";
const cart = "4:1 5:1 6:0 7:0 8:1 9:1 10:1 11:1 12:1 17:0 18:0 19:0 20:0 21:0 22:0";
const joined = "4:1 5:4 6:4 7:4 8:1 9:2 10:2 11:2 12:1 17:0 18:0 19:0 20:0 21:0 22:0";

test.each<[string, ReportFormat, Record<string, string>]>([
  ["istanbul.info", "lcov", { "src/idle.js": "1:0 3:0", "src/price.js": price }],
  [
    "c8.info",
    "lcov",
    {
      "src/idle.js": "1:0 2:0 3:0 4:0 5:0",
      "src/price.js": "1:1 2:1 3:1 4:0 5:0 6:1 7:1 8:1 9:1 10:0 11:0 12:0 13:0 14:1 15:1",
    },
  ],
  [
    "coverage-py.lcov",
    "lcov",
    {
      "src/shop/__init__.py": "",
      "src/shop/idle.py": "1:0",
      "src/shop/price.py": "4:1 5:1 6:0 7:1 10:1 11:0",
    },
  ],
  [
    "geninfo-2.info",
    "lcov",
    { "/home/ada/shop/src/price.c": "3:2 4:1000000 5:0 6:1", "/usr/include/stdlib.h": "80:1" },
  ],
  ["windows.info", "lcov", { "C:\\shop\\src\\price.ts": "1:1 2:0" }],
  [
    "istanbul.xml",
    "cobertura",
    { "src/idle.js": "1:0 2:0 3:0", "src/price.js": "2:1 3:1 4:0 6:2 7:2 10:0 11:0 12:0 15:1" },
  ],
  [
    "coverage-py.xml",
    "cobertura",
    {
      "src/shop/__init__.py": "",
      "src/shop/idle.py": "1:0",
      "src/shop/price.py": "4:1 5:1 6:0 7:1 10:1 11:0",
    },
  ],
  ["gocover.xml", "cobertura", { "cart/cart.go": "4:1 5:2 9:0" }],
  ["gcovr.xml", "cobertura", { "src/price.c": "3:5 4:0" }],
  ["coverlet.xml", "cobertura", { "shop\\src\\Price.cs": "7:1" }],
  ["jacoco.xml", "jacoco", { "shop/Price.java": "3:2" }],
  ["go-set.out", "go", { "example.com/shop/v2/cart/cart.go": cart }],
  ["go-joined.out", "go", { "example.com/shop/v2/cart/cart.go": joined }],
  [
    "coverage-final.json",
    "istanbul",
    { "/home/ada/shop/src/idle.js": "1:0 3:0", "/home/ada/shop/src/price.js": price },
  ],
])("%s is read as %s", (name, format, files) => {
  const parsed = parseReport("a report", report(name));
  expect(parsed.format).toBe(format);
  expect(readable(parsed.files)).toEqual(files);
});

test("covered lines are those that ran", () => {
  const { files } = parseReport("lcov.info", report("istanbul.info"));
  expect([...files].map(([path, { covered, hits }]) => [path, covered, hits.size])).toEqual([
    ["src/idle.js", 0, 2],
    ["src/price.js", 4, 7],
  ]);
});

test.each([
  ["istanbul.xml", ["/home/ada/shop"]],
  ["gocover.xml", ["/home/ada/shop", "/home/ada/go/src"]],
  ["gcovr.xml", ["."]],
  ["coverlet.xml", ["C:\\"]],
])("%s names its source folders", (name, sources) => {
  expect(parseReport(name, report(name)).sources).toEqual(sources);
});

test.each<[string, string, ReportFormat]>([
  ["lcov.info", "", "lcov"],
  ["coverage/LCOV.INFO", "\n", "lcov"],
  ["x", "# geninfo\nTN:\nSF:a\nend_of_record\n", "lcov"],
  ["coverage.xml", "", "cobertura"],
  ["coverage.json", "SF:a\n", "lcov"],
  ["lcov.info", "\n <coverage/>", "cobertura"],
  ["cover.out", "", "go"],
  ["lcov.info", "mode: set\n", "go"],
  ["x", "{}", "istanbul"],
])("the format of %s with the text %j is %s", (name, text, format) => {
  expect(formatOf(name, text)).toBe(format);
});

test("an empty LCOV or cover profile is a report of no file", () => {
  expect(parseReport("lcov.info", "").files.size).toBe(0);
  expect(parseReport("cover.out", "mode: set\n").files.size).toBe(0);
  expect(parseReport("coverage-final.json", "{}").files.size).toBe(0);
});

const statement = { start: { line: null, column: 0 } };

test("a statement that a source map leads nowhere is on no line", () => {
  const file = {
    path: "/a.ts",
    statementMap: { 0: statement, 1: { start: { line: 2 } } },
    s: { 0: 1, 1: 3 },
  };
  expect(readable(parseReport("x", JSON.stringify({ "/a.ts": file })).files)).toEqual({ "/a.ts": "2:3" });
});

const go = (block: string): string => `mode: set\n${block}\n`;
const xml = (line: string): string => `<coverage><class filename="a">${line}</class></coverage>`;

test.each<[string, RegExp, string]>([
  ["notes.txt", /notes.txt is no coverage report of a known format/, "hello"],
  ["notes.txt", /of a known format/, ""],
  ["lcov.info", /line 1 of the LCOV report: this is no line of LCOV/, "hello"],
  ["lcov.info", /line 3 of the LCOV report: the last record has no `end_of_record`/, "TN:\nSF:a\nDA:1,1\n"],
  ["lcov.info", /line 3 .*before the last one ended/, "SF:a\nDA:1,1\nSF:b\n"],
  ["lcov.info", /line 2 .*a `DA` is a line number and a count/, "SF:a\nDA:1\n"],
  ["lcov.info", /a `DA` is/, "SF:a\nDA:1,x\n"],
  ["lcov.info", /line 1 .*outside a record/, "DA:1,1\n"],
  ["lcov.info", /names no file/, "SF:\n"],
  ["lcov.info", /DA:99999999999999,1 has no line number/, "SF:a\nDA:99999999999999,1\n"],
  ["cover.out", /begins with its mode/, ""],
  ["cover.out", /begins with its mode/, "a.go:1.1,2.2 1 1\n"],
  ["cover.out", /line 2 of the cover profile: this is no block/, go("a.go:1.1,2.2 1")],
  ["cover.out", /the block has no lines/, go("a.go:9.1,2.2 1 1")],
  ["cover.out", /the block has no lines/, go("a.go:0.1,2.2 1 1")],
  ["cover.out", /the block has no lines/, go("a.go:1.1,99999999999.2 1 1")],
  ["cover.out", /too many lines/, go("a.go:1.1,9999999.2 1 1\nb.go:1.1,9999999.2 1 1")],
  ["coverage.xml", /no well-formed XML/, ""],
  ["coverage.xml", /no well-formed XML: 1:10: unclosed tag: coverage/, "<coverage>"],
  ["coverage.xml", /begins with <html>/, "<html/>"],
  ["coverage.xml", /no count: \["1",""\]/, xml('<line number="1"/>')],
  ["coverage.xml", /no count/, xml('<line number="1e9" hits="1"/>')],
  ["jacoco.xml", /no count/, '<report><sourcefile name="A.java"><line nr="0" ci="1"/></sourcefile></report>'],
  ["jacoco.xml", /no name/, "<report><sourcefile/></report>"],
  ["jacoco.xml", /no well-formed XML/, "<report>"],
  ["coverage.xml", /no count/, xml('<line number="99999999" hits="1"/>')],
  ["coverage.xml", /the class "Price" names no file/, '<coverage><class name="Price"/></coverage>'],
  ["clover.xml", /Clover's XML, which is not read/, report("clover.xml")],
  ["coverage.xml", /undefined entity/, report("entity-bomb.xml")],
  ["coverage.xml", /undefined entity/, report("external-entity.xml")],
  ["coverage.json", /no JSON: it may have been cut off/, "{"],
  ["coverage.json", /not of the shape of coverage-final.json: it is no object/, "[]"],
  ["coverage.json", /the entry of "a" has no statements/, '{"a":{}}'],
  [
    "coverage-summary.json",
    /Istanbul's summary, which holds totals and no lines/,
    report("coverage-summary.json"),
  ],
  ["coverage.json", /coverage.py's JSON, which is not read/, report("coverage-py.json")],
])("%s is refused: %s", (name, reason, text) => {
  expect(() => parseReport(name, text)).toThrow(
    expect.objectContaining({
      name: "MilepostError",
      message: expect.stringMatching(reason),
      hint: expect.any(String),
    }),
  );
});
