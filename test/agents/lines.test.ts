import { lineSplitter } from "../../src/agents/lines.ts";

const split = (...chunks: (string | Buffer)[]): string[] => {
  const lines: string[] = [];
  const { add, end } = lineSplitter((line) => lines.push(line));
  for (const chunk of chunks) add(Buffer.from(chunk));
  end();
  return lines;
};

const umlaut = Buffer.from("ü\n");

test.each<[string, string[], (string | Buffer)[]]>([
  ["whole lines", ["a", "", "b"], ["a\n\nb\n"]],
  ["a last line without a line break", ["a", "b"], ["a\nb"]],
  ["a line in pieces", ["abc"], ["a", "b", "c\n"]],
  ["a line break of two characters in two pieces", ["a", "b"], ["a\r", "\nb\r\n"]],
  ["a letter in two pieces", ["ü"], [umlaut.subarray(0, 1), umlaut.subarray(1)]],
  ["a line of a megabyte", ["x".repeat(1_048_576)], ["x".repeat(1_048_570), "xxxxxx\n"]],
])("%s", (_, lines, chunks) => {
  expect(split(...chunks)).toEqual(lines);
});

test("a line without an end is cut, and the next one arrives", () => {
  const flood = Array<string>(100).fill("x".repeat(65_536));
  const [cut, next] = split(...flood, "\nnext\n");
  expect([cut?.length, next]).toEqual([2 * 1024 * 1024, "next"]);
});
