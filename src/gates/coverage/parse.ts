import { MilepostError } from "../../core/error.ts";
import { parseCobertura } from "./cobertura.ts";
import { parseGo } from "./go.ts";
import { parseIstanbul } from "./istanbul.ts";
import { parseJacoco } from "./jacoco.ts";
import { parseLcov } from "./lcov.ts";
import type { ParsedReport, ReportFormat } from "./report.ts";

/**
 * Reads a report of any format; its name only helps where the text does not tell the format.
 *
 * @throws {MilepostError} when the format is unknown or the report is broken.
 */
export const parseReport = (name: string, text: string): ParsedReport => {
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const format = formatOf(name, plain);
  switch (format) {
    case "lcov":
      return parseLcov(plain);
    case "cobertura":
      return parseCobertura(plain);
    case "jacoco":
      return parseJacoco(plain);
    case "go":
      return parseGo(plain);
    case "istanbul":
      return parseIstanbul(plain);
    default:
      return format satisfies never;
  }
};

/**
 * The format by how the text begins, or by the file's name if that says nothing, as with an empty `lcov.info`.
 *
 * @throws {MilepostError} when neither tells.
 */
export const formatOf = (name: string, text: string): ReportFormat => {
  const start = text.slice(0, 1000).trimStart();
  const format =
    beginnings.find(([, beginning]) => beginning.test(start)) ?? names.find(([, end]) => end.test(name));
  if (format !== undefined) return format[0];
  throw new MilepostError(`${name} is no coverage report of a known format`, {
    hint: "write LCOV, Cobertura, JaCoCo's XML, a Go cover profile or Istanbul's coverage-final.json",
  });
};

type Sign = readonly [ReportFormat, RegExp];

const beginnings: readonly Sign[] = [
  ["jacoco", /^(?:<\?[^>]*>\s*)?(?:<![^>]*>\s*)?<report[\s>]/],
  ["cobertura", /^</],
  ["istanbul", /^[{[]/],
  ["go", /^mode: /],
  ["lcov", /^(?:TN|SF|#.*\n(?:TN|SF)):/],
];

const names: readonly Sign[] = [
  ["lcov", /(?:\.info|\.lcov)$/i],
  ["cobertura", /\.xml$/i],
  ["istanbul", /\.json$/i],
  ["go", /(?:\.out|\.cov|\.coverprofile)$/i],
];
