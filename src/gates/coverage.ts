import { isBesideTheCode } from "./coverage/beside.ts";
import { type AddedLine, codeLines } from "./coverage/code-lines.ts";
import { extensionOf, languagesOf } from "./coverage/languages.ts";
import type { MappedReport } from "./coverage/map.ts";
import { folderOf, nameOf, normalPath } from "./coverage/paths.ts";
import { rangesOf } from "./coverage/ranges.ts";
import type { ReportState } from "./coverage/state.ts";
import { type CoveredFile, passedIf, type ResultWith } from "./result.ts";
import { count, grouped, shown, some } from "./words.ts";

export interface CoverageFacts {
  /** The lines that the change adds, in rising order, by path at the head; of text files only. */
  readonly added: ReadonlyMap<string, readonly AddedLine[]>;
  /** The changed paths that are generated or vendored, by the rules at the base. */
  readonly generated: ReadonlySet<string>;
  readonly report: ReportState;
}

/**
 * At least `limit` percent of the changed lines are covered. Tests and generated files do not count. A file that the
 * report does not tell of, in a language that the report covers, counts as uncovered: new code without a test must not
 * pass because nothing loads it.
 */
export const coverage = (
  { added, generated, report }: CoverageFacts,
  limit: number,
): ResultWith<"coverage"> => {
  if (report.kind !== "read") return unread(`${report.reason}: ${report.fix}`, limit);
  const mapped = report.report;
  const languages = languagesOf([...mapped.files.keys(), ...mapped.ambiguous.keys()]);
  const counted = [...added].filter(([path]) => !generated.has(path) && !isBesideTheCode(path));
  const files = counted.flatMap(([path, lines]) => judged(path, lines, { mapped, languages }));
  return verdict(files, mapped, limit);
};

const unread = (message: string, limit: number): ResultWith<"coverage"> => ({
  name: "coverage",
  kind: "unjudged",
  lacks: "checkout",
  message,
  evidence: { of: "coverage", percent: null, limit, files: [] },
});

interface Measure {
  readonly mapped: MappedReport;
  readonly languages: ReadonlySet<string>;
}

/** A file without a line that can be covered is none that counts. */
const judged = (path: string, lines: readonly AddedLine[], measure: Measure): CoveredFile[] => {
  const hits = measure.mapped.files.get(path)?.hits;
  if (hits === undefined) return unreported(path, lines, measure);
  const coverable = lines.map(({ line }) => line).filter((line) => hits.has(line));
  const uncovered = coverable.filter((line) => hits.get(line) === 0);
  const covered = coverable.length - uncovered.length;
  return coverable.length === 0 ? [] : [{ path, covered, uncovered, source: "report" }];
};

const unreported = (
  path: string,
  lines: readonly AddedLine[],
  { mapped, languages }: Measure,
): CoveredFile[] => {
  const source = mapped.ambiguous.has(path) ? "ambiguous" : "absent";
  if (source === "absent" && (!languages.has(extensionOf(path)) || hasNoStatements(path, mapped))) return [];
  const uncovered = codeLines(path, lines);
  return uncovered.length === 0 ? [] : [{ path, covered: 0, uncovered, source }];
};

/** Go measures whole packages: a file that is missing beside a measured one has no statements, or not on this system. */
const hasNoStatements = (path: string, { format, folders }: MappedReport): boolean =>
  format === "go" && folders.has(folderOf(path));

const verdict = (
  files: readonly CoveredFile[],
  mapped: MappedReport,
  limit: number,
): ResultWith<"coverage"> => {
  const covered = files.reduce((sum, file) => sum + file.covered, 0);
  const coverable = files.reduce((sum, file) => sum + file.covered + file.uncovered.length, 0);
  const wanted = Math.ceil((limit * coverable - covered * 100) / 100);
  const said = wanted > 0 ? [fix(wanted), worst(files)] : [];
  return {
    name: "coverage",
    kind: passedIf(wanted <= 0),
    message: [share(covered, coverable, limit) + said.join("; "), ...notes(files, mapped)].join("; "),
    evidence: { of: "coverage", percent: coverable === 0 ? null : (covered * 100) / coverable, limit, files },
  };
};

/** Rounded down, so that what is below the limit never reads as the limit. */
const share = (covered: number, coverable: number, limit: number): string => {
  if (coverable === 0) return "no changed line can be covered";
  const percent = Math.floor((covered * 1000) / coverable) / 10;
  const of = `${grouped(covered)} of ${count(coverable, "changed line")} covered`;
  return `${of} (${percent}%), the limit is ${limit}%`;
};

const fix = (wanted: number): string => `: cover ${grouped(wanted)} more ${wanted === 1 ? "line" : "lines"}`;

const worst = (files: readonly CoveredFile[]): string => {
  const open = files.filter(({ uncovered }) => uncovered.length > 0);
  const sorted = open.toSorted((a, b) => b.uncovered.length - a.uncovered.length);
  return `uncovered: ${some(
    sorted.map(({ path, uncovered }) => `${shown(path)}:${rangesOf(uncovered, 6)}`),
    5,
  )}`;
};

/** What a person must know to believe the numbers: files that the report does not tell of. */
const notes = (
  files: readonly CoveredFile[],
  { files: known, ambiguous, unmapped }: MappedReport,
): string[] => {
  const absent = files.filter(({ source }) => source === "absent").map(({ path }) => path);
  const unclear = files.filter(({ source }) => source === "ambiguous").map(({ path }) => path);
  const names = new Set(absent.map(nameOf));
  const strange =
    absent.length === 0
      ? []
      : unmapped.filter((path) => known.size === 0 || names.has(nameOf(normalPath(path))));
  return [
    ...note(
      absent,
      "not in the report, so counted as uncovered",
      "test them, or let the report name all files",
    ),
    ...unclear.slice(0, 3).map((path) => {
      const paths = some((ambiguous.get(path) ?? []).map(shown), 3);
      return `${shown(path)} counts as uncovered: the report does not say which file it means by ${paths}`;
    }),
    ...note(
      strange,
      "in the report, but not in the repository",
      "let it name files from the repository's root",
    ),
  ];
};

const note = (paths: readonly string[], what: string, then: string): string[] =>
  paths.length === 0 ? [] : [`${what}: ${some(paths.map(shown), 5)} (${then})`];
