import { MilepostError } from "../../core/error.ts";
import { linesOf } from "./lines.ts";
import { addHits, HitsByFile, isLineNumber, type ParsedReport } from "./report.ts";

/**
 * Reads LCOV as geninfo(1) describes it and c8, Istanbul, coverage.py and others write it: `SF`, `DA` and
 * `end_of_record` count; functions, branches, totals and comments are passed over.
 *
 * @throws {MilepostError} when a line is no LCOV, or the last record has no end: the report was cut off.
 */
export const parseLcov = (text: string): ParsedReport => {
  const files = new HitsByFile();
  let record: Map<number, number> | null = null;
  let number = 0;
  for (const line of linesOf(text)) {
    number += 1;
    if (line.startsWith("DA:")) {
      if (record === null) throw broken(number, "a `DA` stands outside a record");
      addLine(record, line, number);
    } else if (line.startsWith("SF:")) {
      if (record !== null) throw broken(number, "a record begins before the last one ended");
      record = files.of(pathOf(line, number));
    } else if (line.trimEnd() === "end_of_record") {
      record = null;
    } else if (!passedOver.test(line)) {
      throw broken(number, "this is no line of LCOV");
    }
  }
  if (record !== null) throw broken(number, "the last record has no `end_of_record`: the report was cut off");
  return { format: "lcov", sources: [], files: files.report() };
};

/** Any other record (`TN`, `BRDA`, `FNDA`, …), a comment, or nothing. */
const passedOver = /^(?:[A-Z]+:|#|\s*$)/;

const pathOf = (line: string, number: number): string => {
  const path = line.slice("SF:".length).trim();
  if (path === "") throw broken(number, "the record names no file");
  return path;
};

const addLine = (hits: Map<number, number>, text: string, number: number): void => {
  const found = dataLine.exec(text);
  if (found === null) throw broken(number, "a `DA` is a line number and a count");
  const line = Number(found[1]);
  if (line === 0) return; // gcov's place for code that stands on no line
  if (!isLineNumber(line)) throw broken(number, `${text.slice(0, 30)} has no line number`);
  addHits(hits, line, Math.max(0, Number(found[2]))); // gcov's counters overflow into the negative
};

/** A line number, a count (large ones may be written `1e+06`) and perhaps a checksum. */
const dataLine = /^DA:(\d+),(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?:,|\s*$)/;

const broken = (line: number, what: string): MilepostError =>
  new MilepostError(`line ${line} of the LCOV report: ${what}`, {
    hint: "run the tests with coverage again, and let nothing else write into the report",
  });
