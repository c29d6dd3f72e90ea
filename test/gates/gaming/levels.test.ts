import type { ChangedLines } from "../../../src/gates/changed-lines.ts";
import { checkGaming } from "../../../src/gates/gaming/gaming.ts";
import { file, rules, workflow } from "./changed.ts";

type GamingLevel = "warning" | "note";

/** Files of which nothing is taken away, and those of which something is. */
test.each<[string, GamingLevel, ChangedLines[]]>([
  [
    "a job that comes",
    "note",
    [workflow("+  lint:", "+    runs-on: x", "+    steps:", "+      - run: npm run lint")],
  ],
  [
    "a step with a condition of its own",
    "note",
    [workflow("+      - run: npm run docs", "+        if: always()")],
  ],
  ["source code in Git LFS", "warning", [file("src/a.ts", [`+oid sha256:${"0a".repeat(32)}`])]],
  ["a picture in Git LFS", "note", [file("a.png", [`+oid sha256:${"0a".repeat(32)}`])]],
  ["a condition on what is there", "warning", [workflow("+        if: false")]],
  ["a program before a command", "note", [workflow("-      - run: tox", "+      - run: uv run tox -v")]],
  ["a command that is narrowed", "warning", [workflow("-      - run: jest", "+      - run: jest src/a")]],
  ["a command that cannot fail", "warning", [workflow("-      - run: jest", "+      - run: jest || :")]],
  ["a checking action that goes", "warning", [workflow("-      - uses: golangci/lint@v1")]],
  ["documents that are passed over", "note", [workflow("+    paths-ignore: ['docs/**', '*.md']")]],
  ["an event that goes", "warning", [workflow("-  pull_request:")]],
  ["a workflow that runs nothing", "warning", [{ ...workflow("+on: push"), status: "added" }]],
  [
    "a script in parts",
    "note",
    [file("package.json", ['-"test": "xo && ava"', '+"test": "ava"', '+"lint": "xo"'])],
  ],
  ["a script without a part", "warning", [file("package.json", ['-"test": "xo && ava"', '+"test": "ava"'])]],
  ["a hook of a script", "warning", [file("package.json", ['+"pretest": "node build.js"'])]],
  ["a recipe with a flag more", "note", [file("Makefile", ["-\tgo test ./...", "+\tgo test -v ./..."])]],
  ["a recipe whose failure is passed over", "warning", [file("Makefile", ["-\tmake x", "+\t-make x"])]],
  [
    "settings that moved",
    "note",
    [
      file("setup.cfg", ["-[tool:pytest]", "-testpaths = tests"]),
      file("pyproject.toml", ["+[tool.pytest.ini_options]", '+testpaths = ["tests"]']),
    ],
  ],
  ["settings that find fewer tests", "warning", [file("pyproject.toml", ['+testpaths = ["none"]'])]],
  ["a registry of npm's", "warning", [file(".npmrc", ["+registry=https://x"])]],
  ["npm's funding", "note", [file(".npmrc", ["+fund=false", "+prefer-offline=true"])]],
  ["a stricter compiler", "note", [file("tsconfig.json", ['+    "strict": true,'])]],
  ["a laxer one", "warning", [file("tsconfig.json", ['-    "strict": true,'])]],
  ["a line without coverage", "note", [file("a.py", ["+    raise Broken()  # pragma: no cover"])]],
  ["a function without coverage", "warning", [file("a.py", ["+def pay():  # pragma: no cover"])]],
  [
    "a skip of a new test",
    "note",
    [file("test_a.py", ["+def test_new():", "+    if WINDOWS:", '+        pytest.skip("no")'])],
  ],
  ["a skip of a test that was there", "warning", [file("test_a.py", ["+@pytest.mark.skip", "+"])]],
  [
    "tests of what goes",
    "note",
    [
      file("src/a.py", ["-def retry_all():", "-    return 1"]),
      file("test_a.py", ["-def test_retry():", "-    assert retry_all() == 1"]),
    ],
  ],
  [
    "tests of what stays",
    "warning",
    [
      file("src/a.py", ["-def retry_all():", "-    return 1"]),
      file("test_a.py", ["-def test_other():", "-    assert other() == 1"]),
    ],
  ],
  [
    "assertions rewritten where they stood",
    "note",
    [file("test_a.py", ["-    assert a == 1", "-    assert b == 2", "+    assert (a, b) == (1, 2)"])],
  ],
  [
    "assertions behind a comment that is indented anew",
    "warning",
    [
      file("test_a.py", [
        "-    assert a == 1",
        "-    assert b == 2",
        "+  assert a == 1",
        "+  # assert b == 2",
      ]),
    ],
  ],
])("of %s it gives a %s", (_, level, files) => {
  const { kind, evidence } = checkGaming(files, rules);
  expect(evidence.findings.map((one) => one.level)).toContain(level);
  expect(kind).toBe(level === "warning" ? "warned" : "passed");
});
