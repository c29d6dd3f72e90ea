import type { FileChange } from "../../src/gates/gate.ts";
import { size } from "../../src/gates/size.ts";
import { change, file, rules } from "./builders.ts";

const generated = ["**/*.gen.ts", "package-lock.json", "gen/**"];

test.each<[string, FileChange[], number, boolean]>([
  ["nothing", [], 0, true],
  ["the limit exactly", [file("a.ts", { added: 400, deleted: 300 })], 700, true],
  ["one line more", [file("a.ts", { added: 400, deleted: 301 })], 701, false],
  ["generated files", [file("src/x.gen.ts", { added: 9000 }), file("a.ts", { added: 1 })], 1, true],
  ["generated dotfiles", [file("gen/.hidden/.x", { added: 9000 })], 0, true],
  ["generated files with line breaks in their names", [file("gen/a\nb", { added: 9000 })], 0, true],
  [
    "a lock file in another folder, which is not named",
    [file("x/package-lock.json", { added: 9000 })],
    9000,
    false,
  ],
  ["a binary", [file("a.png", { binary: true })], 0, true],
  ["a rename's edits only", [file("b.ts", { from: "a.ts", added: 2, deleted: 1 })], 3, true],
  ["a rename into a generated folder", [file("gen/b.ts", { from: "a.ts", added: 800 })], 800, false],
  ["a rename inside a generated folder", [file("gen/b.ts", { from: "gen/a.ts", added: 800 })], 0, true],
])("size counts %s", (_, files, lines, ok) => {
  expect(size.check(change(...files), rules({ generated }))).toMatchObject({
    name: "size",
    lines,
    ok,
    limit: 700,
  });
});

test("the message says how much, the limit, what to do and the largest files", () => {
  const files = [file("small.ts", { added: 34 }), file("src/large\n.ts", { added: 1000, deleted: 200 })];
  expect(size.check(change(...files), rules()).message).toBe(
    "1,234 hand-written lines, the limit is 700: split it, or take 534 lines out; " +
      'the largest files are "src/large\\n.ts" (1,200), small.ts (34)',
  );
});

test("every file is listed with why it counts or not", () => {
  const result = size.check(
    change(file("a.png", { binary: true }), file("gen/x"), file("ü.ts")),
    rules({ generated }),
  );
  expect(result.files?.map(({ path, counted, reason }) => [path, counted, reason])).toEqual([
    ["a.png", false, "binary"],
    ["gen/x", false, "generated"],
    ["ü.ts", true, null],
  ]);
  expect(result.message).toBe("0 hand-written lines, the limit is 700; binary and not counted: a.png");
});
