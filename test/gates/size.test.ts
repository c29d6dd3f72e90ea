import fc from "fast-check";
import type { FileChange } from "../../src/gates/gate.ts";
import { passedIf } from "../../src/gates/result.ts";
import { size } from "../../src/gates/size.ts";
import { change, file, rules } from "./builders.ts";

const many = (length: number, more: Partial<FileChange> = {}): FileChange[] =>
  Array.from({ length }, (_, at) => file(`src/${at}.ts`, more));

const lock = { mode: "100644", blob: "b".repeat(40), contents: "a lock file of npm" };

const says = { mode: "100644", blob: "c".repeat(40), contents: "says that it is generated Go code" };
const plain = { mode: "100644", blob: "d".repeat(40), contents: null };

const generated = ["**/*.gen.ts", "package-lock.json", "gen/**"];

test.each<[string, FileChange[], number, boolean]>([
  ["nothing", [], 0, true],
  ["the limit exactly", [file("a.ts", { added: 400, deleted: 300 })], 700, true],
  ["one line more", [file("a.ts", { added: 400, deleted: 301 })], 701, false],
  ["generated files", [file("src/x.gen.ts", { added: 9000 }), file("a.ts", { added: 1 })], 1, true],
  ["generated dotfiles", [file("gen/.hidden/.x", { added: 9000 })], 0, true],
  ["generated files with line breaks in their names", [file("gen/a\nb", { added: 9000 })], 0, true],
  [
    "a lock file that nothing names",
    [file("x/package-lock.json", { added: 9000, before: lock, after: lock })],
    0,
    true,
  ],
  ["what is only named like one", [file("x/package-lock.json", { added: 9000 })], 9000, false],
  ["a binary", [file("a.png", { binary: true })], 0, true],
  ["as many files as may be", many(300), 0, true],
  ["one file more, though all are empty", many(301), 0, false],
  ["moves that change nothing", many(301, { from: "old/a.ts" }), 0, false],
  ["binaries as files", many(301, { binary: true }), 0, false],
  ["generated files not as files", many(301).map((one) => ({ ...one, path: `gen/${one.path}` })), 0, true],
  ["every 110 bytes of a long line", [file("a.txt", { added: 1, bytes: 5e6 })], 45_455, false],
  ["line ends that git does not know", [file("a.txt", { added: 1, breaks: 3000, bytes: 9000 })], 3001, false],
  ["ordinary lines by themselves", [file("a.ts", { added: 100, bytes: 9000 })], 100, true],
  [
    "what was written by hand and passes for generated",
    [file("a.go", { added: 3000, before: says, after: says, past: [{ path: "a.go", end: plain }] })],
    3000,
    false,
  ],
  [
    "what was generated from the start",
    [file("a.go", { added: 3000, before: says, after: says, past: [{ path: "a.go", end: says }] })],
    0,
    true,
  ],
  ["a rename's edits only", [file("b.ts", { from: "a.ts", added: 2, deleted: 1 })], 3, true],
  ["a rename into a generated folder", [file("gen/b.ts", { from: "a.ts", added: 800 })], 800, false],
  ["a rename inside a generated folder", [file("gen/b.ts", { from: "gen/a.ts", added: 800 })], 0, true],
])("size counts %s", (_, files, lines, ok) => {
  expect(size.check(change(...files), rules({ generated }))).toMatchObject({
    name: "size",
    kind: passedIf(ok),
    evidence: { took: { lines }, limits: { lines: 700 } },
  });
});

test("the message says how much, the limit, what to do and the largest files", () => {
  const files = [file("small.ts", { added: 34 }), file("src/large\n.ts", { added: 1000, deleted: 200 })];
  expect(size.check(change(...files), rules()).message).toBe(
    "1,234 hand-written lines, the limit is 700: split it, or take 534 lines out; " +
      'the largest files are "src/large\\n.ts" (1,200), small.ts (34); ' +
      "it could be handed in as 2 parts, in this order: (1) small.ts, 34 lines, " +
      '(2) "src/large\\n.ts", over the limit alone: split it inside, 1,200 lines',
  );
});

test("too many files are told of with how many, and split into parts of as many as may be", () => {
  const { message, evidence } = size.check(change(...many(650), file("docs/a.md")), rules());
  expect(message).toMatch(
    /^0 hand-written lines, the limit is 700; 651 hand-written files, the limit is 300: split it, or take 351 files out; it could be handed in as 3 parts/,
  );
  expect([evidence.took.files, evidence.limits.files]).toEqual([651, 300]);
  expect(evidence.parts.map(({ paths }) => paths.length)).toEqual([300, 300, 51]);
  const lines = size.check(change(...many(301), file("a.ts", { added: 800 })), rules());
  expect(lines.message).toContain(
    "split it, or take 100 lines and 2 files out; the largest files are a.ts (800)",
  );
});

test("one line too many is one line", () => {
  expect(size.check(change(file("a.ts", { added: 701 })), rules()).message).toContain("or take 1 line out");
});

test("what only the change itself says of a new file is not counted, and named", () => {
  const contents = "says that it is generated Go code";
  const written = { ...end("100644"), contents };
  const files = [
    file("a.go", { added: 5000, before: null, after: written }),
    file("node_modules/x/a.ts", { added: 7, before: null, after: end("100644") }),
    file("package-lock.json", { added: 9000, before: null, after: lock }),
    file("go.sum", { added: 70, before: null, after: { ...lock, contents: "checksums of Go modules" } }),
    file("old.go", { added: 5000, before: written, after: written }),
    file("gen/new.go", { added: 5000, before: null, after: written }),
  ];
  expect(size.check(change(...files), rules({ generated })).message).toBe(
    "0 hand-written lines, the limit is 700; " +
      "new, and not counted only because its own name or contents say that a program wrote it: " +
      `a.go (5,000 lines: ${contents}), node_modules/x/a.ts (7 lines: installed in node_modules)` +
      "; kept by a program, and not counted: go.sum (checksums of Go modules)",
  );
});

test("lines that are long, and text that passes for binary, are named", () => {
  const files = [
    file("a.txt", { added: 1, bytes: 300 }),
    file("b.ts", { added: 30, asText: true, bytes: 100 }),
  ];
  expect(size.check(change(...files), rules()).message).toBe(
    "33 hand-written lines, the limit is 700; counted as text, although it holds NULs: b.ts; " +
      "with long lines or other line ends, of which every 110 bytes count as one: a.txt (3)",
  );
});

test("every file is listed with why it counts or not", () => {
  const result = size.check(
    change(file("a.png", { binary: true }), file("gen/x"), file("ü.ts")),
    rules({ generated }),
  );
  expect(result.evidence.files.map(({ path, counted, reason }) => [path, counted, reason])).toEqual([
    ["a.png", false, "binary"],
    ["gen/x", false, "named as generated by the plan"],
    ["ü.ts", true, null],
  ]);
  expect(result.message).toBe("0 hand-written lines, the limit is 700; binary and not counted: a.png");
});

const end = (mode: string) => ({ mode, blob: "a".repeat(40) });

test("symlinks, submodules and changes of mode are named, and their lines count", () => {
  const result = size.check(
    change(
      file("link", { added: 1, before: null, after: end("120000") }),
      file("module", { added: 1, deleted: 1, before: end("160000"), after: end("160000") }),
      file("run.sh", { before: end("100644"), after: end("100755") }),
      file("turned", { added: 1, deleted: 9, before: end("100644"), after: end("120000") }),
      file("plain.ts", { added: 1, before: null, after: end("100644") }),
    ),
    rules(),
  );
  expect(result.evidence.files.map(({ kind }) => kind)).toEqual([
    "symlink",
    "submodule",
    "file to executable",
    "file to symlink",
    null,
  ]);
  expect(result.message).toBe(
    "14 hand-written lines, the limit is 700; not plain files, or of another mode than before: " +
      "link (symlink), module (submodule), run.sh (file to executable), turned (file to symlink)",
  );
});

test("over the limit the parts are proposed, with what does not count beside what does", () => {
  const files = [
    file("src/cart.ts", { added: 300 }),
    file("src/pay.ts", { added: 500 }),
    file("package.json", { added: 2 }),
    file("package-lock.json", { added: 9000, before: lock, after: lock }),
  ];
  const { kind, evidence } = size.check(change(...files), rules());
  expect(kind).toBe("failed");
  expect(evidence.parts).toEqual([
    {
      title: "dependencies, src/cart.ts",
      paths: ["package-lock.json", "package.json", "src/cart.ts"],
      lines: 302,
    },
    { title: "src/pay.ts", paths: ["src/pay.ts"], lines: 500 },
  ]);
  expect(size.check(change(), rules()).evidence.parts).toEqual([]);
});

test("any change is judged: each file once, and the lines are those that count", () => {
  const path = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
    fc.constantFrom("a.js", "package-lock.json", "gen/x", "src/a.ts", "constructor", "__proto__/a.go"),
  );
  const anEnd = fc.constantFrom(null, end("100644"), end("120000"), end("160000"), {
    ...end("100755"),
    contents: "x",
  });
  const aFile = fc.record({
    path,
    from: fc.option(path),
    added: fc.nat(500),
    deleted: fc.nat(500),
    binary: fc.boolean(),
    before: anEnd,
    after: anEnd,
  });
  const mark = fc.constantFrom("set" as const, "unset" as const, "unspecified" as const);
  const attributes = fc.array(fc.tuple(path, fc.record({ generated: mark, vendored: mark })));
  fc.assert(
    fc.property(fc.array(aFile, { maxLength: 12 }), attributes, (files, marks) => {
      const facts = { ...change(...files), attributes: new Map(marks) };
      const { kind, evidence } = size.check(facts, rules({ generated }));
      const { files: judged, took, parts } = evidence;
      expect(judged.map((one) => one.path)).toEqual(files.map((one) => one.path));
      const counted = judged.filter((one) => one.counted);
      expect(took.lines).toBe(counted.reduce((sum, one) => sum + one.added + one.deleted, 0));
      expect(judged.every((one) => one.counted === (one.reason === null))).toBe(true);
      expect(parts.reduce((sum, part) => sum + part.lines, 0)).toBe(kind === "passed" ? 0 : took.lines);
    }),
    { numRuns: 500 },
  );
});
