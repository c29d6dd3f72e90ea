import { diffLines } from "../../../src/core/verdict/diff-lines.ts";

const shown = (...lines: string[]) =>
  Object.fromEntries([...diffLines(`${lines.join("\n")}\n`)].map(([path, set]) => [path, [...set]]));

test("added and unchanged lines are shown, deleted ones are not", () => {
  const hunk = ["@@ -3,3 +3,4 @@ function", " kept", "-gone", "+new", "+newer", " kept"];
  expect(shown("--- a/a.ts", "+++ b/a.ts", ...hunk)).toEqual({ "a.ts": [3, 4, 5, 6] });
});

test("several hunks and files are told apart", () => {
  const first = ["--- a/a.ts", "+++ b/a.ts", "@@ -1 +1,2 @@", " one", "+two", "@@ -9 +10 @@", "-x", "+y"];
  const second = ["diff --git a/b.ts b/b.ts", "--- a/b.ts", "+++ b/b.ts", "@@ -0,0 +1 @@", "+z"];
  expect(shown(...first, ...second)).toEqual({ "a.ts": [1, 2, 10], "b.ts": [1] });
});

test("lines that look like headers inside a hunk are lines", () => {
  const hunk = ["@@ -1,2 +1,2 @@", "--- a/x.ts", "-- a", "+++ b/x.ts", "+@@ -1 +1 @@"];
  expect(shown("--- a/a.ts", "+++ b/a.ts", ...hunk)).toEqual({ "a.ts": [1, 2] });
});

test("a missing newline at the end is no line", () => {
  const none = "\\ No newline at end of file";
  expect(shown("--- a/a.ts", "+++ b/a.ts", "@@ -1 +1 @@", "-a", none, "+b", none)).toEqual({ "a.ts": [1] });
});

test.each<[string, readonly string[], object]>([
  [
    "a renamed file has its new name",
    ["rename to new.ts", "--- a/old.ts", "+++ b/new.ts", "@@ -1 +1 @@", "-a", "+b"],
    { "new.ts": [1] },
  ],
  ["a pure rename shows nothing", ["similarity index 100%", "rename from a.ts", "rename to b.ts"], {}],
  ["a deleted file shows nothing", ["--- a/a.ts", "+++ /dev/null", "@@ -1,2 +0,0 @@", "-a", "-b"], {}],
  ["an empty file shows nothing", ["new file mode 100644", "index 0000000..e69de29"], {}],
  ["a binary file shows nothing", ["Binary files a/a.png and b/a.png differ"], {}],
  [
    "a name with a space ends at its tab",
    ["--- a/a b.ts\t", "+++ b/a b.ts\t", "@@ -0,0 +1 @@", "+a"],
    { "a b.ts": [1] },
  ],
  [
    "bytes beyond ASCII are read",
    ['+++ "b/caf\\303\\251 \\"x\\"\\t.ts"', "@@ -0,0 +1 @@", "+a"],
    { 'café "x"\t.ts': [1] },
  ],
])("%s", (_, lines, expected) => {
  expect(shown(...lines)).toEqual(expected);
});
