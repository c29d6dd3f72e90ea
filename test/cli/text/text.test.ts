import { clip, pad, plain, widthOf } from "../../../src/cli/text/clip.ts";
import { markdownLines } from "../../../src/cli/text/markdown.ts";
import { table } from "../../../src/cli/text/table.ts";
import { clock } from "../../../src/cli/text/time.ts";
import { wrapped } from "../../../src/cli/text/wrapped.ts";
import { count } from "../../../src/core/count.ts";
import { shellWord } from "../../../src/core/shell-word.ts";

test.each([
  ["short", 5, "short"],
  ["a long one", 6, "a lon…"],
  ["words here", 7, "words…"],
  ["日本語", 4, "日…"],
  ["日本語", 6, "日本語"],
  ["👩‍👩‍👧 family", 4, "👩‍👩‍👧…"],
  ["x", 0, ""],
])("%j clipped to %i columns is %j", (text, width, expected) => {
  expect(clip(text, width)).toBe(expected);
  expect(widthOf(clip(text, width))).toBeLessThanOrEqual(width);
});

test("a padded text has exactly its width", () => {
  expect(pad("日本", 6)).toBe("日本  ");
  expect(pad("7", 3, "right")).toBe("  7");
  expect(pad("too long", 4)).toBe("too…");
});

test("text of others is one line that steers no terminal", () => {
  expect(plain(" a\n\tb\u001b[31mred\u202e ")).toBe("a b\ufffd[31mred\ufffd");
});

test.each([
  [0, "0:00"],
  [7999, "0:07"],
  [750_000, "12:30"],
  [3_723_000, "1:02:03"],
  [-5, "0:00"],
])("%i ms are %s", (ms, expected) => expect(clock(ms)).toBe(expected));

test("one is not many", () => {
  expect([count(0, "todo"), count(1, "todo"), count(2, "body", "bodies")]).toEqual([
    "0 todos",
    "1 todo",
    "2 bodies",
  ]);
});

test.each([
  ["command:./a.sh", "command:./a.sh"],
  ["a folder", "'a folder'"],
  ["it's", `'it'\\''s'`],
  ["", "''"],
])("%j is shellWord as %j", (word, expected) => expect(shellWord(word)).toBe(expected));

const columns = [
  { head: "name", least: 6 },
  { head: "note", least: 4, dropped: 1 },
  { head: "n", align: "right" as const },
];
const rows = [
  [{ text: "a-long-name" }, { text: "remarkable" }, { text: "12" }],
  [{ text: "b" }, { text: "" }, { text: "3" }],
];

test.each([
  [null, ["name         note         n", "a-long-name  remarkable  12", "b                         3"]],
  [20, ["name      note     n", "a-long-…  remar…  12", "b                  3"]],
  [13, ["name        n", "a-long-n…  12", "b           3"]],
  [4, ["nam…", "a-l…", "b…"]],
])("a table in %p columns keeps to them", (width, expected) => {
  expect(table(columns, rows, { columns: width, paintHead: (text) => text })).toEqual(expected);
});

test.each<[string, number | null, string[]]>([
  ["as it is", 8, ["as it is"]],
  ["it breaks between words", 12, ["it breaks", "  between", "  words"]],
  ["  | what it said of it", 14, ["  | what it", "  | said of it"]],
  ["  a-word-that-is-long", 12, ["  a-word-t", "    hat-is-l", "    ong"]],
  ["  milepost say plans/shop.yml approve", 12, ["  milepost say plans/shop.yml approve"]],
  ["no terminal, no end", null, ["no terminal, no end"]],
])("%j in %s columns", (line, columns, rows) => {
  expect(wrapped(line, columns)).toEqual(rows);
});

test("Markdown is shown without its marks, and its tables as columns", () => {
  const text = [
    "**Say** \\#1:",
    "",
    "| command | does |",
    "|---|---|",
    "| `a` | it \\| that |",
    "| `bcd` | `x` |",
  ];
  expect(markdownLines(text.join("\n"), null)).toEqual([
    "Say #1:",
    "",
    "command  does",
    "`a`      it | that",
    "`bcd`    `x`",
  ]);
});
