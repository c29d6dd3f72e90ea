import fc from "fast-check";
import type { ChangedLines } from "../../../src/gates/changed-lines.ts";
import { checkGaming } from "../../../src/gates/gaming/gaming.ts";
import { isTest } from "../../../src/gates/gaming/is-test.ts";
import { testClaimsIn } from "../../../src/gates/gaming/script/claims.ts";
import { times } from "../../thorough.ts";
import { file, rules } from "./changed.ts";

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
  [
    "source code in Git LFS",
    [
      file("src/a.ts", [
        "+version https://git-lfs.github.com/spec/v1",
        `+oid sha256:${"0a".repeat(32)}`,
        "+size 9",
      ]),
    ],
    ["src/a.ts: is a pointer of Git LFS: what it stands for is not in the diff"],
  ],
  [
    "another picture in Git LFS",
    [file("a.png", [`-oid sha256:${"0a".repeat(32)}`, `+oid sha256:${"0b".repeat(32)}`])],
    ["a.png: is a pointer of Git LFS: what it stands for is not in the diff"],
  ],
  ["a sum that is no pointer", [file("src/a.ts", [`+const oid = "sha256:${"0a".repeat(32)}";`])], []],
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
    ["jest.config.js: lowers branches from 80 to 8", "jest.config.js: edits how tests are found and run"],
  ],
  [
    "a threshold in TOML",
    [file("pyproject.toml", ["-fail_under = 80.5", "+fail_under = 80.4"])],
    [
      "pyproject.toml: lowers fail_under from 80.5 to 80.4",
      "pyproject.toml: edits how tests are found and run",
    ],
  ],
  [
    "a threshold in a command",
    [file("tox.ini", ["-  pytest --cov-fail-under=90", "+  pytest --cov-fail-under 9"])],
    ["tox.ini: lowers cov-fail-under from 90 to 9", "tox.ini: edits what the plan's verify commands run"],
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
    [
      ".gitattributes: marks files as generated or vendored, which are not counted: src/** linguist-generated",
    ],
  ],
  [
    "vendored attributes of a folder",
    [file("a/.gitattributes", ["+* linguist-vendored=true"])],
    [
      "a/.gitattributes: marks files as generated or vendored, which are not counted: * linguist-vendored=true",
    ],
  ],
  [
    "attributes that unmark",
    [file(".gitattributes", ["+* -linguist-generated", "+b linguist-generated=false"])],
    [".gitattributes: edits attributes that gates read"],
  ],
  [
    "workflows",
    [file(".github/workflows/ci.yml", ["+on: push"])],
    [".github/workflows/ci.yml: edits what runs the checks"],
  ],
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
  [
    "versions of tox's environments",
    [file("tox.ini", ["-    py3{12,11}", "-    pypy310", "+    py3{13,12}", "+    pypy311"])],
    [],
  ],
  [
    "an environment of tox's that goes",
    [file("tox.ini", ["-    py3{12,11}"])],
    ["tox.ini: edits what the plan's verify commands run"],
  ],
  ["a makefile of verify", [file("Makefile")], ["Makefile: edits what the plan's verify commands run"]],
  [
    "a package's script",
    [file("package.json", ['+    "lint": "true",'])],
    ["package.json: edits the script that verify runs"],
  ],
  [
    "an action's version",
    [file(".github/workflows/ci.yml", ["-      - uses: a/b@v1", "+      - uses: a/b@0123456789 # v2"])],
    [],
  ],
  [
    "versions of what it is tried with",
    [
      file(".github/workflows/ci.yml", [
        ...["-        node-version: [20, 22]", '+        node-version: [20, 22, "24.x"]'],
        ...["-          rust: 1.85.0", "+          rust: 1.96.0", "-          - {python: '3.9'}"],
      ]),
    ],
    [],
  ],
  [
    "what a job may do and keeps",
    [
      file(".github/workflows/ci.yml", [
        ...["+permissions:", "+  contents: read # to check out", "+      - name: Check it out"],
        ...["+        with:", "+          persist-credentials: false", "+    timeout-minutes: 10"],
      ]),
    ],
    [],
  ],
  ...[
    ["-    - run: npm test", "+    - run: npm test || true"],
    ["+    continue-on-error: true"],
    ["+    if: false"],
    ["-    name: test", "+    name: other"],
    ["+    paths-ignore: ['src/**']"],
    ["-        node-version: [20, 22]", "+        node-version: []"],
    ["-    - run: npm test", "+        - run: npm test"],
  ].map((lines): [string, ChangedLines[], string[]] => [
    `a workflow's ${lines.join(" ")}`,
    [file(".github/workflows/ci.yml", lines)],
    [".github/workflows/ci.yml: edits what runs the checks"],
  ]),
  ["a workflow that publishes", [file(".github/workflows/publish.yaml", ["+      - run: npm publish"])], []],
  [
    "a workflow that publishes and is to check changes",
    [file(".github/workflows/publish.yaml", ["+  pull_request:"])],
    [".github/workflows/publish.yaml: edits what runs the checks"],
  ],
  [
    "another action",
    [file(".github/workflows/ci.yml", ["-      - uses: a/b@v1", "+      - uses: c/b@v1"])],
    [".github/workflows/ci.yml: edits what runs the checks"],
  ],
  [
    "a shell of npm's",
    [file(".npmrc", ["+script-shell=/bin/true"])],
    [".npmrc: edits how the package manager runs scripts"],
  ],
  [
    "options of pytest",
    [file("pytest.ini", ["+addopts = --collect-only"])],
    ["pytest.ini: edits how tests are found and run"],
  ],
  [
    "hooks of pytest",
    [file("conftest.py", ["+def pytest_collection_modifyitems(items):", "+  items.clear()"])],
    ["conftest.py: adds what decides which tests run, or how they end"],
  ],
  ["fixtures of pytest", [file("conftest.py", ["+@pytest.fixture", "+def cart(): return 1"])], []],
  [
    "a module that passes for a tool",
    [file("pytest.py", ["+print('ok')"])],
    ["pytest.py: bears the name of a tool, which is run in its place"],
  ],
  [
    "a runner of Cargo's",
    [file(".cargo/config.toml", ['+runner = "true"'])],
    [".cargo/config.toml: edits how Cargo runs programs"],
  ],
  [
    "tests switched off in Cargo",
    [file("Cargo.toml", ["+autotests = false"])],
    ["Cargo.toml: edits how tests are found and run"],
  ],
  [
    "tests skipped by Maven",
    [file("pom.xml", ["+<skipTests>true</skipTests>"])],
    ["pom.xml: edits how tests are found and run"],
  ],
  ["a dependency of Maven's", [file("pom.xml", ["+<version>1.2</version>"])], []],
  ["tests ended early", [file("a.test.js", ["+process.exit(0);"])], ["a.test.js: ends the tests early"]],
  [
    "what is always true",
    [file("a.test.js", ["-expect(add(1, 2)).toBe(3);", "+expect(true).toBe(true);"])],
    ["a.test.js: asserts what is always true"],
  ],
  ["numbers that are asserted", [file("ATest.java", ["+assertEquals(1, list.size());"])], []],
  ["an exit code that is asserted", [file("tests/a.rs", ["+  cmd.assert_exit_code(1);"])], []],
  ["a fixture that goes", [file("test/fixtures/a.js", ["-run();"], { status: "deleted" })], []],
  [
    "assertions removed",
    [file("a.test.js", ["-expect(a).toBe(3);", "-expect(b).toBe(3); // x", "+// expect(a).toBe(3)"])],
    ["a.test.js: removes 2 assertions more than it adds"],
  ],
  [
    "an assertion that became a text",
    [file("a.test.js", ["-expect(a).toBe(3);", "+'expect(a).toBe(3);';"])],
    ["a.test.js: removes 1 assertion more than it adds"],
  ],
  ...[
    ["a.test.js", "+  /*"],
    ["a.test.js", "+  const said = `"],
    ["a.test.js", "+  if (false) {"],
    ["test_a.py", '+    """'],
    ["test_a.py", "+    if False:"],
    ["a_test.cc", "+#if 0"],
  ].map(([path = "", line = ""]): [string, ChangedLines[], string[]] => [
    `code that ${line} takes out`,
    [file(path, [line])],
    [`${path}: takes code of tests out by a comment, a text or a condition`],
  ]),
  ["a comment that is edited", [file("a.test.js", ["-/** Adds", "+/** Adds numbers"])], []],
  ["a whole comment", [file("test_a.py", ['+    """Adds', '+    numbers."""'])], []],
  [
    "assertions weakened",
    [file("a.test.js", ["-expect(a).toBe(3);", "+expect(a).toBeDefined();"])],
    ["a.test.js: weakens 1 assertion"],
  ],
  [
    "a runner that is replaced",
    [file("a.test.js", ["+globalThis.test = () => {};"])],
    ["a.test.js: puts something else in the place of the test runner"],
  ],
  [
    "lines that ask not to be covered",
    [file("a.ts", ["+/* istanbul ignore next */", "+// v8 ignore start"])],
    ["a.ts: asks coverage tools to look away in 2 places"],
  ],
  [
    "what is built under conditions",
    [file("a.go", ["+//go:build prod"])],
    ["a.go: is built under some conditions only"],
  ],
  [
    "package.json in one line",
    [file("package.json", ['-{"scripts":{"lint":"eslint ."}}', '+{"scripts":{"lint":"true"}}'])],
    ["package.json: edits the script that verify runs"],
  ],
  [
    "a script that others run",
    [file("package.json", ['-    "unit": "jest",', '+    "unit": "true",'])],
    ["package.json: edits the script that verify runs"],
  ],
  ["a script that mends", [file("package.json", ['+    "lint:fix": "biome check --write",'])], []],
  ["a package's type", [file("package.json", ['+  "type": "module",'])], []],
  ["a package called test", [file("package.json", ['-    "test": "1.2.3",', '+    "test": "^1.2.4",'])], []],
  [
    "a package replaced",
    [file("package.json", ['+    "jest": "file:./fake",'])],
    ["package.json: has a package replaced by a file"],
  ],
  [
    "production code in a folder of tests",
    [
      file("src/tests/pay.ts", ["+run();"], { status: "added" }),
      file("src/cart.ts", ['+import { pay } from "./tests/pay.ts";']),
    ],
    ["src/tests/pay.ts: is used by production code, and is where coverage does not measure"],
  ],
  [
    "attributes behind a byte order mark",
    [file(".gitattributes", ["+\uFEFF*.ts linguist-vendored"])],
    [".gitattributes: marks files as generated or vendored, which are not counted: *.ts linguist-vendored"],
  ],
  ["a package's dependency", [file("package.json", ['+    "zod": "4.0.0",'])], []],
])("the reviewer is told of %s", (_, files, findings) => {
  expect(says(...files)).toEqual(findings);
});

test.each([
  ["test('a', () => {\n  expect(a).toBe(1);\n});", [1, 1, 0]],
  ["test('a', () => {\n  return;\n  expect(a).toBe(1);\n});", [1, 0, 0]],
  ["if (false) test('a', () => expect(a).toBe(1));", [0, 0, 0]],
  ["test.skip('a', () => expect(a).toBe(1));\ntest('b', shared);", [1, 0, 0]],
  ["test.each([1])('a', (n) => expect(n).not.toBe(2));", [1, 1, 0]],
  ["it('a', async () => { await expect(a).resolves.toBeDefined(); expect(true).toBe(true); });", [1, 1, 1]],
  ["test('a', t => { t.is(a, 1); assert.equal(a, 1); assert(a > 1 || true); });", [1, 3, 0]],
  ["test('a', () => { /* expect(a).toBe(1) */ const said = `expect(a).toBe(1)`; });", [1, 0, 0]],
])("a parser counts what can run of %j", (text, [cases, assertions, weak]) => {
  expect(testClaimsIn("a.test.ts", text)).toEqual({ cases, assertions, weak });
});

test("what no parser reads is read by its lines", () => {
  expect(testClaimsIn("a.test.ts", "test('a', () => {")).toBeNull();
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
      "for the reviewer to confirm: .gitattributes: marks files as generated or vendored, which are not counted: x linguist-generated",
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
      const isWarned = result.evidence.findings.some(({ level }) => level === "warning");
      expect(result.kind).toBe(isWarned ? "warned" : "passed");
    }),
    { numRuns: times(400) },
  );
});

test("lines made to be slow are not", () => {
  const lines = ["a".repeat(100_000), " ".repeat(100_000), "a ".repeat(50_000), "1".repeat(100_000)];
  const many = Array.from({ length: 200 }, () => lines.map((line) => `+${line}`)).flat();
  expect(says(file("package.json", many), file("a.test.ts", many))).toEqual([]);
});
