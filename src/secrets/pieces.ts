import type { ChangedLines, Line } from "../gates/changed-lines.ts";

/** A text to scan, and the number in the file of each of its lines. */
export interface Piece {
  readonly text: string;
  readonly numbers: readonly number[];
}

/** Characters of a piece, about; the scanner's time for each grows a little faster than its length. */
const largest = 256 * 1024;

/** Characters that two pieces share, so that no secret is cut in two: an RSA key of 4096 bits has 3,300. */
const shared = 8 * 1024;

/**
 * The added lines of a file as texts to scan.
 *
 * Lines that do not follow each other in the file are kept apart by an empty one.
 */
export const piecesOf = ({ added }: Pick<ChangedLines, "added">): Piece[] => {
  const pieces: Piece[] = [];
  let lines: Line[] = [];
  let size = 0;
  for (const line of added.flatMap(shortLines)) {
    const last = lines.at(-1);
    if (last && line.number > last.number + 1) lines.push({ number: last.number, text: "" });
    lines.push(line);
    size += line.text.length + 1;
    if (size < largest) continue;
    pieces.push(toPiece(lines));
    lines = lastOf(lines);
    size = lines.reduce((sum, { text }) => sum + text.length + 1, 0);
  }
  return lines.length === 0 ? pieces : [...pieces, toPiece(lines)];
};

const toPiece = (lines: readonly Line[]): Piece => ({
  text: lines.map(({ text }) => text).join("\n"),
  numbers: lines.map(({ number }) => number),
});

/** A line longer than half a piece becomes several of the same number, which overlap. */
const shortLines = ({ number, text }: Line): Line[] => {
  const most = largest / 2;
  if (text.length <= most) return [{ number, text }];
  const count = Math.ceil(text.length / (most - shared));
  return Array.from({ length: count }, (_, at) => {
    const start = at * (most - shared);
    return { number, text: text.slice(start, start + most) };
  });
};

const lastOf = (lines: readonly Line[]): Line[] => {
  let size = 0;
  const from = lines.findLastIndex(({ text }) => {
    size += text.length + 1;
    return size > shared;
  });
  return lines.slice(from + 1);
};
