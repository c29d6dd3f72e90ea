import { harmless, harmlessMessage } from "../../../src/core/publish/harmless.ts";

const shown = (text: string): string => text.replaceAll("\u200b", "·");

test.each([
  ["Does NOT fix #4", "Does NOT fix #·4"],
  ["Closes: #2, resolves owner/repo#3 and FIXED GH-7", "Closes: #·2, resolves owner/repo#·3 and FIXED GH-·7"],
  ["fixes https://github.example/o/r/issues/12", "fixes https://github.example/o/r/issues/·12"],
  ["Fixes **#4**", "Fixes **#·4**"],
  ["see #4, a prefix #5", "see #4, a prefix #5"],
  [
    "[skip ci] [CI skip] [no ci] [skip actions] [actions skip]",
    "[skip· ci] [CI· skip] [no· ci] [skip· actions] [actions· skip]",
  ],
  ["so\n\nskip-checks: true", "so\n\nskip-checks·: true"],
  ["thanks @someone and @org/team; mail a@b.example", "thanks @·someone and @·org/team; mail a@b.example"],
  ["a\u202eb\u2066c\u{e0041}", "abc"],
])("what programs say acts on nothing, in messages and in Markdown: %j", (said, out) => {
  expect([shown(harmlessMessage(said)), shown(harmless(said))]).toEqual([out, out]);
});

test.each([
  ["![pixel](https://a.example/p.png)", "!·[pixel](https://a.example/p.png)"],
  ["<img src=x> <!-- hidden", "<·img src=x> <!·-- hidden"],
  ["a < b, 1<2", "a < b, 1<2"],
  ["```ts\ncode", "```ts\ncode\n```"],
  ["~~~~\n~~~\nstill", "~~~~\n~~~\nstill\n~~~~"],
  ["```\nwhole\n```\nafter", "```\nwhole\n```\nafter"],
])("in Markdown it loads nothing, hides nothing and ends what it opens: %j", (said, out) => {
  expect(shown(harmless(said))).toBe(out);
  expect(harmless(harmless(said))).toBe(harmless(said));
});

test("nobody is said to have reviewed what a program wrote; sign-offs and credit stay", () => {
  const message = "Do it\n\nReviewed-by: A <a@b.example>\nSigned-off-by: B <b@b.example>\n";
  expect(shown(harmlessMessage(message))).toBe(
    "Do it\n\nReviewed-by·: A <a@b.example>\nSigned-off-by: B <b@b.example>\n",
  );
});
