import { cutMiddle, lastOf } from "../../src/core/key.ts";

test.each([
  ["one\ntwo\nthree", 20, "one\ntwo\nthree"],
  ["one\ntwo\nthree", 7, "three"],
  ["one\ntwo\nthree", 9, "two\nthree"],
  ["one\ntwo\n", 5, "two\n"],
  ["one\ntwo\n", 4, "two\n"],
  ["one\ntwo\n", 2, "o\n"],
  ["a line without an end", 6, "an end"],
  ["\u{1f600}\u{1f600}", 3, "\u{1f600}"],
])("the end of %j within %d characters is %j", (text, most, end) => {
  expect(lastOf(text, most)).toBe(end);
});

test("a text that is cut in its middle goes on there with a whole line", () => {
  const lines = Array.from({ length: 100 }, (_, at) => `test number ${at} is ok`);
  const [first, ...rest] = cutMiddle(lines.join("\n"), 600).split("… [cut here]\n");
  expect(lines.join("\n").startsWith(first ?? "")).toBe(true);
  const kept = rest.join().split("\n");
  expect(kept).toEqual(lines.slice(-kept.length));
  expect(kept.length).toBeGreaterThan(15);
  expect(cutMiddle(lines.join("\n"), 600).length).toBeLessThanOrEqual(600);
});
