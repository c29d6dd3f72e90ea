import { anchorIn, type WantedAnchor } from "../../../../src/forge/pulls/comments/anchor.ts";
import { followLine } from "../../../../src/forge/pulls/comments/hunks.ts";

/** Two hunks: line 3 changed and one added after it; lines 20 and 21 of the old file gone. */
const patch = [
  "@@ -2,3 +2,4 @@ heading",
  " two",
  "-three",
  "+THREE",
  "+more",
  " four",
  "@@ -19,4 +20,2 @@",
  " nineteen",
  "-twenty",
  "-twenty-one",
  " twenty-two",
  "\\ No newline at end of file",
].join("\n");

test.each<[string, WantedAnchor, object | null]>([
  ["an added line", { line: 3 }, { side: "RIGHT", line: 3, position: 3 }],
  ["a removed line", { line: 3, side: "LEFT" }, { side: "LEFT", line: 3, position: 2 }],
  ["a line of context, on either side", { line: 4, side: "LEFT" }, { side: "LEFT", line: 4, position: 5 }],
  ["a line of the second hunk", { line: 20 }, { line: 20, position: 7 }],
  ["a position, in the old way", { position: 8 }, { side: "LEFT", line: 20, position: 8 }],
  ["a range", { line: 4, start_line: 2 }, { line: 4, start_line: 2, start_side: "RIGHT" }],
  ["a range that ends before it starts", { line: 2, start_line: 4 }, null],
  ["a line between the hunks", { line: 10 }, null],
  ["a line after the end", { line: 300 }, null],
  ["a hunk's header", { position: 6 }, null],
  ["nothing at all", {}, null],
])("a comment on %s", (_, wanted, expected) => {
  const anchor = anchorIn(patch, wanted);
  if (expected === null) expect(anchor).toBeNull();
  else expect(anchor).toMatchObject(expected);
});

test("a comment carries its hunk up to its line", () => {
  expect(anchorIn(patch, { line: 3 })?.diff_hunk).toBe("@@ -2,3 +2,4 @@ heading\n two\n-three\n+THREE");
});

test.each([
  [1, 1],
  [2, 2],
  [3, null],
  [4, 5],
  [10, 11],
  [20, null],
  [22, 21],
  [30, 29],
])("line %i of the old file is line %p of the new one", (line, expected) => {
  expect(followLine(patch, line)).toBe(expected);
});
