import type { Line } from "../changed-lines.ts";
import { bytesOfLine } from "../sized.ts";

/** Lines of a file that come together: a declaration with its comment, or the first of a class with the class around it. */
export interface LineBlock {
  readonly lines: readonly Line[];
  /** The lines by which it begins what others are inside of, by number, and those that it is inside of. */
  readonly around: readonly number[];
  readonly inside: readonly number[];
}

/** What lines count, as the size gate counts them. */
export const weightOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, { text }) => sum + Math.max(1, Math.ceil(text.length / bytesOfLine)), 0);

/** How deep declarations are looked for in others. */
const deepest = 3;

/** Parts lines where declarations begin; one over `most` is parted inside, and its ends stay with its first part. */
export const blocksIn = (lines: readonly Line[], most: number, depth = 0): LineBlock[] => {
  const starts = startsIn(lines);
  const blocks = starts.map((start, at) => lines.slice(start, starts[at + 1] ?? lines.length));
  return blocks.flatMap((block) =>
    weightOf(block) <= most || depth === deepest
      ? [{ lines: block, around: [], inside: [] }]
      : insideOf(block, most, depth),
  );
};

/** Where declarations begin: after a blank line, no deeper than any other line, and no end of one. */
const startsIn = (lines: readonly Line[]): number[] => {
  const least = leastIndent(lines);
  const starts = lines.flatMap(({ text }, at) =>
    at > 0 && isBlank(lines[at - 1]) && indentOf(text) === least && !isEnd(text) ? [at] : [],
  );
  return [0, ...starts];
};

const insideOf = (block: readonly Line[], most: number, depth: number): LineBlock[] => {
  const least = leastIndent(block);
  const isInside = ({ text }: Line): boolean => indentOf(text) > least;
  const first = block.findIndex(isInside);
  const last = block.findLastIndex(isInside);
  const [head, ...rest] = first === -1 ? [] : blocksIn(block.slice(first, last + 1), most, depth + 1);
  const own = block[0]?.number ?? 0;
  if (!head) return [{ lines: block, around: [], inside: [] }];
  const lines = [...block.slice(0, first), ...head.lines, ...block.slice(last + 1)];
  return [
    { lines, around: [own, ...head.around], inside: [] },
    ...rest.map((one) => ({ ...one, inside: [own, ...one.inside] })),
  ];
};

const leastIndent = (lines: readonly Line[]): number =>
  lines.reduce(
    (least, { text }) => (isBlank({ text }) ? least : Math.min(least, indentOf(text))),
    Number.POSITIVE_INFINITY,
  );

const indentOf = (text: string): number => /^[\t ]*/.exec(text)?.[0].length ?? 0;

const isBlank = (line: Pick<Line, "text"> | undefined): boolean =>
  line === undefined || line.text.trim() === "";

const isEnd = (text: string): boolean =>
  /^\s*(?:[\])}]|end\b|else\b|elif\b|except\b|finally\b|catch\b)/.test(text);
