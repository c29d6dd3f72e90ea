import type { ChangedLines } from "../../../src/gates/changed-lines.ts";
import { checkGaming } from "../../../src/gates/gaming/gaming.ts";
import { file, rules, workflow } from "./changed.ts";

const added = (path: string, ...lines: string[]) => file(path, lines, { status: "added" });
const deleted = (path: string, ...lines: string[]) => file(path, lines, { status: "deleted" });
const flow = (name: string, ...lines: string[]) => file(`.github/workflows/${name}.yml`, lines);

const mayFail = (version: string) => `+    continue-on-error: \${{ matrix.python == '${version}' }}`;

/** What people do for good reasons, and what looks like it and takes something away. */
test.each<[string, ChangedLines[], ChangedLines[]]>([
  [
    "attributes that no gate reads",
    [file(".gitattributes", ["+/docs export-ignore", "+*.sh text eol=lf", '+"a b" diff=python', "-# old"])],
    [file(".gitattributes", ["+/src -diff"])],
  ],
  [
    "attributes beside others",
    [file(".gitattributes", ["-*.md text"])],
    [file(".gitattributes", ["+*.md text linguist-generated"])],
  ],
  [
    "a macro of attributes",
    [file(".gitattributes", ["+*.bat eol=crlf"])],
    [file(".gitattributes", ["+[attr]text -diff"])],
  ],
  ["documents of a workflow", [flow("docs", "-  - run: make docs")], [flow("docs-test", "-  - run: make x")]],
  [
    "a workflow that is called otherwise",
    [file(".github/workflows/checks.yml", [], { from: ".github/workflows/ci.yml" })],
    [file(".github/workflows/release.yml", [], { from: ".github/workflows/ci.yml" })],
  ],
  [
    "a workflow in another's place",
    [
      deleted(".github/workflows/a.yml", "-      - run: make test"),
      added(".github/workflows/b.yml", "+      - run: make test"),
    ],
    [
      deleted(".github/workflows/a.yml", "-      - run: make test"),
      added(".github/workflows/release.yml", "+      - run: make test"),
    ],
  ],
  [
    "a workflow that tends pull requests",
    [deleted(".github/workflows/size-labeler.yml", "-on: [pull_request_target]", "-      - uses: a/b@v1")],
    [deleted(".github/workflows/size.yml", "-on: [pull_request_target]", "-      - uses: a/b@v1")],
  ],
  [
    "what lies beside workflows",
    [file(".github/workflows/README.md", ["-old"])],
    [file(".github/workflows/check.sh", ["-make test"])],
  ],
  [
    "an action as an image",
    [workflow("-      - uses: Acme/lint@1.2", "+      - uses: docker://acme/lint:1.3")],
    [workflow("-      - uses: Acme/lint@1.2", "+      - uses: docker://acme/nothing:1.3")],
  ],
  [
    "a version that may fail",
    [workflow("-        python: ['3.13']", "+        python: ['3.13', '3.15-dev']", mayFail("3.15-dev"))],
    [workflow("-        python: ['3.13']", "+        python: ['3.13', '3.15-dev']", mayFail("3.13"))],
  ],
  [
    "a target that publishes",
    [file("Makefile", ["-publish:", "-\ttwine upload dist/*"])],
    [file("Makefile", ["-lint:", "-\truff check"])],
  ],
  [
    "targets that are asked for",
    [file("Makefile", ["-docs:", "-\tsphinx"])],
    [file("Makefile", ["-docs:", "-\tsphinx", "-test: lint docs", "+test: docs"])],
  ],
  [
    "a new file of skipped tests",
    [added("ATest.php", "+function setUp() {", "+  self::markTestSkipped();", "+function testA() {")],
    [
      added("BTest.php", "+function setUp() {", "+  self::markTestSkipped();", "+function testA() {"),
      deleted("ATest.php", "-function testA() {"),
    ],
  ],
  [
    "a new file with a function of its own",
    [added("b.test.ts", "+function describe(value: unknown) {")],
    [added("b.test.ts", "+globalThis.expect = () => fine;")],
  ],
  [
    "a variable of Rust's",
    [file("tests/a.rs", ["+    let assert = bat().assert();"])],
    [file("a.test.ts", ["+  const expect = () => fine;"])],
  ],
  [
    "conditions that moved with their file",
    [deleted("old/a.go", "-//go:build jsoniter"), added("new/a.go", "+//go:build jsoniter")],
    [deleted("old/a.go", "-//go:build jsoniter"), added("new/pay.go", "+//go:build jsoniter")],
  ],
  [
    "a line of Ruby that is not measured",
    [file("a.rb", ["+# :nocov:", "+ruby2_keywords(:a)", "+# :nocov:"])],
    [file("a.rb", ["+# :nocov:", "+a", "+b", "+c", "+# :nocov:"])],
  ],
  [
    "what some versions of Python run",
    [file("a.py", ["+if sys.version_info >= (3, 11):  # pragma: no cover", "+    from typing import Self"])],
    [file("a.py", ["+if sys.version_info >= (3,):  # pragma: no cover", "+    a()", "+    b()", "+    c()"])],
  ],
  [
    "what Python does otherwise",
    [
      file("a.py", [
        ...["+if os.name == 'nt':  # pragma: no cover", "+    a()"],
        ...["+else:  # pragma: no cover", "+    b()"],
      ]),
    ],
    [file("a.py", ["+if paid:", "+    a()", "+else:  # pragma: no cover", "+    b()"])],
  ],
  [
    "how Cargo links",
    [added(".cargo/config.toml", "+[target.a]", '+rustflags = ["-C", "target-feature=+crt-static"]')],
    [added(".cargo/config.toml", "+[target.a]", '+rustflags = ["--cfg", "no_tests"]')],
  ],
  [
    "a stricter PHPUnit",
    [file("phpunit.xml.dist", ['+         failOnRisky="true"'])],
    [file("phpunit.xml.dist", ['-         failOnRisky="true"'])],
  ],
  [
    "a module inside of another",
    [file("docs/go.mod", ["+replace example.com/cli => ../"])],
    [file("docs/go.mod", ["+replace example.com/cli => ../fake"])],
  ],
])("%s: nothing is warned of, but of what looks like it", (_, honest, disguised) => {
  expect([honest, disguised].map((files) => checkGaming(files, rules).kind)).toEqual(["passed", "warned"]);
});
