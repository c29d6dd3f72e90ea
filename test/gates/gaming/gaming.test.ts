import fc from "fast-check";
import type { ChangedLines } from "../../../src/gates/changed-lines.ts";
import { checkGaming } from "../../../src/gates/gaming/gaming.ts";
import { isTest } from "../../../src/gates/gaming/tests.ts";
import { times } from "../../thorough.ts";

const rules = {
  verify: ["npm ci && npm run lint", "./check.sh --all", "make test"],
  coverage: "coverage/lcov.info",
};

/** A changed file by lines that begin with `+` or `-`. */
const file = (path: string, lines: string[] = [], more: Partial<ChangedLines> = {}): ChangedLines => {
  const of = (sign: string) =>
    lines
      .filter((line) => line.startsWith(sign))
      .map((line, at) => ({ number: at + 1, text: line.slice(1) }));
  return {
    path,
    from: null,
    status: "changed",
    binary: false,
    added: of("+"),
    deleted: of("-"),
    cut: false,
    commit: null,
    ...more,
  };
};

const says = (...files: ChangedLines[]) =>
  checkGaming(files, rules).evidence.findings.map(({ path, what }) => `${path}: ${what}`);

test.each<[string, ChangedLines[], string[]]>([
  ["no change", [], []],
  ["a change of code", [file("src/a.ts", ["-const lines = 90;", "+const lines = 10;"])], []],
  [
    "a deleted test",
    [file("test/a.test.ts", ["-test('a', () => {});"], { status: "deleted" })],
    ["test/a.test.ts: deletes this test file"],
  ],
  ["a deleted source", [file("src/a.ts", [], { status: "deleted" })], []],
  ["a moved test", [file("test/b.test.ts", [], { from: "test/a.test.ts" })], []],
  [
    "a test moved away",
    [file("old/a.ts", [], { from: "src/a.test.ts" })],
    ["old/a.ts: moves the test src/a.test.ts to where no test is looked for"],
  ],
  [
    "test cases removed",
    [file("a.test.ts", ["-it('a', f)", "-  test.each([1])('b', f)", "+it('c', f)"])],
    ["a.test.ts: removes 1 test case more than it adds"],
  ],
  ["test cases moved", [file("a.test.ts", ["-it('a', f)"]), file("b.test.ts", ["+it('a', f)"])], []],
  ["test cases rewritten", [file("a.test.ts", ["-it('a', f)", "+it('b', f)", "+it('c', f)"])], []],
  [
    "Python",
    [file("tests/test_a.py", ["-    async def test_a(self):"])],
    ["tests/test_a.py: removes 1 test case more than it adds"],
  ],
  [
    "Go",
    [file("a_test.go", ["-func TestA(t *testing.T) {"])],
    ["a_test.go: removes 1 test case more than it adds"],
  ],
  [
    "Rust",
    [file("tests/a.rs", ["-    #[tokio::test]"])],
    ["tests/a.rs: removes 1 test case more than it adds"],
  ],
  [
    "Java",
    [file("src/test/java/ATest.java", ["-    @Test"])],
    ["src/test/java/ATest.java: removes 1 test case more than it adds"],
  ],
  ["C#", [file("ATests.cs", ["-    [Fact]"])], ["ATests.cs: removes 1 test case more than it adds"]],
  [
    "Ruby",
    [file("spec/a_spec.rb", ['-  it "does" do'])],
    ["spec/a_spec.rb: removes 1 test case more than it adds"],
  ],
  [
    "PHP",
    [file("tests/ATest.php", ["-    public function testA()"])],
    ["tests/ATest.php: removes 1 test case more than it adds"],
  ],
  ["C++", [file("a_test.cc", ["-TEST_F(A, B) {"])], ["a_test.cc: removes 1 test case more than it adds"]],
  [
    "Swift",
    [file("Tests/ATests.swift", ["-    func testA() {"])],
    ["Tests/ATests.swift: removes 1 test case more than it adds"],
  ],
  [
    "a skipped test",
    [file("a.test.ts", ["-it('a', f)", "+it.skip('a', f)"])],
    ["a.test.ts: removes 1 test case more than it adds", "a.test.ts: keeps tests from running in 1 place"],
  ],
  [
    "a skipped test in Go",
    [file("a_test.go", ['+\tt.Skip("later")'])],
    ["a_test.go: keeps tests from running in 1 place"],
  ],
  [
    "a skipped test in Python",
    [file("test_a.py", ["+@pytest.mark.skip"])],
    ["test_a.py: keeps tests from running in 1 place"],
  ],
  [
    "a lower threshold in JSON",
    [file("package.json", ['-      "branches": 80,', '+      "branches": 60,'])],
    ["package.json: lowers branches from 80 to 60"],
  ],
  ["a higher one", [file("package.json", ['-      "branches": 60,', '+      "branches": 80,'])], []],
  [
    "one of several in a line",
    [file("jest.config.js", ["-global: { lines: 90, branches: 80 }", "+global: { lines: 90, branches: 8 }"])],
    ["jest.config.js: lowers branches from 80 to 8", "jest.config.js: edits what is measured as covered"],
  ],
  [
    "a threshold in TOML",
    [file("pyproject.toml", ["-fail_under = 80.5", "+fail_under = 80.4"])],
    ["pyproject.toml: lowers fail_under from 80.5 to 80.4"],
  ],
  [
    "a threshold in a command",
    [file("tox.ini", ["-  pytest --cov-fail-under=90", "+  pytest --cov-fail-under 9"])],
    ["tox.ini: lowers cov-fail-under from 90 to 9"],
  ],
  [
    "a threshold taken away",
    [file("package.json", ['-  "statements": 90'])],
    ["package.json: takes away statements 90"],
  ],
  [
    "more lint warnings",
    [file("package.json", ['-"eslint": "eslint --max-warnings 0"', '+"eslint": "eslint --max-warnings=10"'])],
    ["package.json: raises max-warnings from 0 to 10"],
  ],
  [
    "a larger limit of the plan",
    [file("plans/a.yml", ["-limits: { lines: 700, coverage: 60 }", "+limits: { lines: 900, coverage: 50 }"])],
    [
      "plans/a.yml: raises lines from 700 to 900",
      "plans/a.yml: lowers coverage from 60 to 50",
      "plans/a.yml: edits a plan, which the gates take their limits from",
    ],
  ],
  [
    "generated attributes",
    [file(".gitattributes", ["+src/** linguist-generated"])],
    [".gitattributes: marks files as generated or vendored, which are not counted"],
  ],
  [
    "vendored attributes of a folder",
    [file("a/.gitattributes", ["+* linguist-vendored=true"])],
    ["a/.gitattributes: marks files as generated or vendored, which are not counted"],
  ],
  [
    "attributes that unmark",
    [file(".gitattributes", ["+* -linguist-generated", "+b linguist-generated=false"])],
    [".gitattributes: edits attributes that gates read"],
  ],
  ["workflows", [file(".github/workflows/ci.yml")], [".github/workflows/ci.yml: edits what runs the checks"]],
  [
    "a workflow moved away",
    [file("ci.yml", [], { from: ".github/workflows/ci.yml" })],
    [".github/workflows/ci.yml: edits what runs the checks"],
  ],
  ["rules of sign-offs", [file(".github/dco.yml")], [".github/dco.yml: edits the rules of sign-offs"]],
  ["coverage settings", [file(".nycrc.json")], [".nycrc.json: edits what is measured as covered"]],
  [
    "the coverage report",
    [file("coverage/lcov.info")],
    ["coverage/lcov.info: brings the coverage report, which verify makes"],
  ],
  ["a script of verify", [file("check.sh")], ["check.sh: edits what the plan's verify commands run"]],
  ["a makefile of verify", [file("Makefile")], ["Makefile: edits what the plan's verify commands run"]],
  [
    "a package's script",
    [file("package.json", ['+    "lint": "true",'])],
    ["package.json: edits the script that verify runs"],
  ],
  ["a package's dependency", [file("package.json", ['+    "zod": "4.0.0",'])], []],
])("the reviewer is told of %s", (_, files, findings) => {
  expect(says(...files)).toEqual(findings);
});

test.each([
  ["src/a.test.ts", true],
  ["src/a.spec.jsx", true],
  ["src/__tests__/a.js", true],
  ["pkg/a_test.go", true],
  ["test_a.py", true],
  ["spec/a_spec.rb", true],
  ["src/FooTest.java", true],
  ["src/test/kotlin/Foo.kt", true],
  ["cypress/a.cy.ts", true],
  ["src/contest.ts", false],
  ["src/latest/a.ts", false],
  ["src/protest.go", false],
  ["src/tester.ts", false],
])("%s is a test: %s", (path, is) => {
  expect(isTest(path)).toBe(is);
});

test("it is a warning, and the message names each file", () => {
  const result = checkGaming([file(".gitattributes", ["+x linguist-generated"])], rules);
  expect(result).toMatchObject({
    name: "gaming",
    kind: "warned",
    message:
      "for the reviewer to confirm: .gitattributes: marks files as generated or vendored, which are not counted",
  });
  expect(checkGaming([], rules)).toMatchObject({
    kind: "passed",
    message: "no test, threshold or rule was weakened",
  });
});

test("no change, however made, breaks the gate", () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom("test('", "lines: 3", "linguist-generated", '"lint": ', "it.skip(", "max-x=9"),
  );
  const path = fc.oneof(
    fc.string(),
    fc.constantFrom("package.json", ".gitattributes", "a.test.ts", "plans/a.yml"),
  );
  const lines = fc.array(
    fc.tuple(fc.constantFrom("+", "-"), part).map((parts) => parts.join("")),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(path, lines), { maxLength: 4 }), (made) => {
      const result = checkGaming(
        made.map(([path, lines]) => file(path, lines)),
        rules,
      );
      expect(result.kind).toBe(result.evidence.findings.length === 0 ? "passed" : "warned");
    }),
    { numRuns: times(400) },
  );
});

test("lines made to be slow are not", () => {
  const lines = ["a".repeat(100_000), " ".repeat(100_000), "a ".repeat(50_000), "1".repeat(100_000)];
  const many = Array.from({ length: 200 }, () => lines.map((line) => `+${line}`)).flat();
  expect(says(file("package.json", many), file("a.test.ts", many))).toEqual([]);
});
