import { plain, table } from "../../src/action/summary/markdown.ts";

test.each([
  ["a bar", "a | b", "| a \\| b |"],
  ["line breaks", "a\n\nb", "| a b |"],
  [
    "a link, a mention and an image",
    "[a](b) @ada ![c](d)",
    "| \\[a\\]\\(b\\) @\u200bada \\!\\[c\\]\\(d\\) |",
  ],
])("%s in a cell stays text and leaves the table whole", (_, text, row) => {
  expect(table(["Title"], [[plain(text)]])).toBe(`| Title |\n| --- |\n${row}`);
});
