import { cutMarkdown, table } from "../../src/action/summary/markdown.ts";
import { harmlessLine } from "../../src/core/publish/line.ts";

test.each([
  ["a bar", "a | b", "| a \\| b |"],
  ["line breaks", "a\n\nb", "| a b |"],
  ["a link, a mention and an image", "[a](b) @ada ![c](d)", "| \\[a\\](b) @\u200bada !\\[c\\](d) |"],
])("%s in a cell stays text and leaves the table whole", (_, text, row) => {
  expect(table(["Title"], [[harmlessLine(text)]])).toBe(`| Title |\n| --- |\n${row}`);
});

const notice = "\n\n_The rest was too long and is cut off._";

test.each([
  ["text at the end of a line", "ü1\nline 2\nline 3", "ü1"],
  ["a code fence, which is closed", "a\n```mermaid\nb\n~~~\nlong line\n```", "a\n```mermaid\nb\n~~~\n```"],
  ["a longer fence with a shorter one in it", "~~~~\n~~~\nb\nlong line\n~~~~", "~~~~\n~~~\nb\n~~~~"],
  ["after a fence that had ended", "```\nb\n````\nlong line\nc", "```\nb\n````"],
  [
    "a fold",
    "<details><summary>x</summary>\n\nlong line\n\n</details>",
    "<details><summary>x</summary>\n\n\n</details>",
  ],
])("what is too long is cut within %s, and says so", (_, text, cut) => {
  const whole = `${text}\n${"z".repeat(100)}`;
  expect(cutMarkdown(whole, Buffer.byteLength(whole))).toBe(whole);
  expect(cutMarkdown(whole, Buffer.byteLength(`${cut}${notice}`))).toBe(`${cut}${notice}`);
});
