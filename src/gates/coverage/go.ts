import { MilepostError } from "../../core/error.ts";
import { linesOf } from "./lines.ts";
import { addHits, HitsByFile, isLineNumber, type ParsedReport } from "./report.ts";

/** Statements from one line to another, and how often they ran. */
interface Block {
  readonly path: string;
  readonly first: number;
  readonly last: number;
  times: number;
}

/**
 * Reads what `go test -coverprofile` writes: a mode, then `file:line.column,line.column statements count`. Every line
 * of a block with statements can be covered; where blocks meet on a line, the higher count is the line's. Profiles
 * that were joined, with blocks and modes repeated, are one profile.
 *
 * @throws {MilepostError} when a line is neither a mode nor a block, or the blocks are longer than any program.
 */
export const parseGo = (text: string): ParsedReport => {
  const files = new HitsByFile();
  for (const { path, first, last, times } of readBlocks(text)) {
    const hits = files.of(path);
    for (let line = first; line <= last; line += 1) addHits(hits, line, times);
  }
  return { format: "go", sources: [], files: files.report() };
};

/** No repository has more lines of Go; a profile that says so would fill the memory. */
const maxLines = 5_000_000;

/** Each block once: `-coverpkg` repeats all of them for every package that was tested. */
const readBlocks = (text: string): Iterable<Block> => {
  const blocks = new Map<string, Block>();
  let number = 0;
  let lines = 0;
  for (const line of linesOf(text)) {
    number += 1;
    if (line.trim() === "" || mode.test(line)) continue;
    if (number === 1) throw broken(number, noMode);
    const { place, found, statements } = blockOf(line, number);
    const known = blocks.get(place);
    if (known !== undefined) known.times = Math.max(known.times, found.times);
    else if (statements > 0) {
      lines += found.last - found.first + 1;
      if (lines > maxLines) throw broken(number, "the blocks hold too many lines");
      blocks.set(place, found);
    }
  }
  if (number === 0) throw broken(1, noMode);
  return blocks.values();
};

const blockOf = (text: string, number: number): { place: string; found: Block; statements: number } => {
  const [, place = "", path = "", first, , last, column, statements, times] = block.exec(text) ?? [];
  if (path === "") throw broken(number, "this is no block of a cover profile");
  const end = Number(column) === 1 ? Number(last) - 1 : Number(last);
  if (!isLineNumber(Number(first)) || !isLineNumber(end) || end < Number(first)) {
    throw broken(number, "the block has no lines");
  }
  const found = { path, first: Number(first), last: end, times: Number(times) };
  return { place, found, statements: Number(statements) };
};

const noMode = "a cover profile begins with its mode";
const mode = /^mode: (?:set|count|atomic)\s*$/;
const block = /^((.+):(\d+)\.(\d+),(\d+)\.(\d+)) (\d+) (\d+)\s*$/;

const broken = (line: number, what: string): MilepostError =>
  new MilepostError(`line ${line} of the cover profile: ${what}`, {
    hint: "run `go test -coverprofile` again, and let nothing else write into the profile",
  });
