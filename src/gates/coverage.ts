import { isBesideTheCode } from "./coverage/beside.ts";
import { codeLines } from "./coverage/code-lines.ts";
import { type Family, familiesOf, familyOf } from "./coverage/languages.ts";
import type { AddedLine } from "./coverage/lines.ts";
import type { MappedReport } from "./coverage/map.ts";
import { nameOf, normalPath } from "./coverage/paths.ts";
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
  /** Whether the plan says that a path is production code, whatever it is called. */
  readonly isCode?: (path: string) => boolean;
}

/**
 * At least `limit` percent of the changed lines are covered. Tests and generated files do not count, unless the
 * plan says that they are code. A file that the report does not tell of, of a family of languages that it covers or
 * that the plan calls code, counts as uncovered: new code without a test must not pass because nothing loads it. Code of
 * other families is named as not measured.
 */
export const coverage = (
  { added, generated, report, isCode = () => false }: CoverageFacts,
  limit: number,
): ResultWith<"coverage"> => {
  if (report.kind !== "read") return unread(`${report.reason}: ${report.fix}`, limit);
  const mapped = report.report;
  const families = familiesOf([...mapped.files.keys(), ...mapped.ambiguous.keys()]);
  const counted = [...added].filter(
    ([path]) => !generated.has(path) && (isCode(path) || !isBesideTheCode(path)),
  );
  const measure = { mapped, families, isCode };
  const files = counted.flatMap(([path, lines]) => judged(path, lines, measure));
  const unknown = counted.filter(
    ([path, lines]) => isUnmeasured(path, measure) && codeLines(path, lines).length > 0,
  );
  return verdict(files, { mapped, unmeasured: unknown.map(([path]) => path), limit });
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
  readonly families: ReadonlySet<Family>;
  readonly isCode: (path: string) => boolean;
}

/** Whether a file is code of which the report cannot tell. */
const isUnmeasured = (path: string, { mapped, families, isCode }: Measure): boolean => {
  const family = familyOf(path);
  return (
    family !== null &&
    !families.has(family) &&
    !isCode(path) &&
    !mapped.files.has(path) &&
    !mapped.ambiguous.has(path)
  );
};

/** A file without a line that can be covered is none that counts. */
const judged = (path: string, lines: readonly AddedLine[], measure: Measure): CoveredFile[] => {
  const hits = measure.mapped.files.get(path)?.hits;
  if (hits === undefined) return unreported(path, lines, measure);
  const coverable = lines.map(({ line }) => line).filter((line) => hits.has(line));
  const uncovered = coverable.filter((line) => hits.get(line) === 0);
  const covered = coverable.length - uncovered.length;
  return coverable.length === 0 ? [] : [{ path, covered, uncovered, source: "report" }];
};

const unreported = (path: string, lines: readonly AddedLine[], measure: Measure): CoveredFile[] => {
  const { mapped, families, isCode } = measure;
  const source = mapped.ambiguous.has(path) ? "ambiguous" : "absent";
  const family = familyOf(path);
  const isMeasured = isCode(path) || (family !== null && families.has(family));
  if (source === "absent" && !isMeasured) return [];
  const uncovered = codeLines(path, lines);
  return uncovered.length === 0 ? [] : [{ path, covered: 0, uncovered, source }];
};

const verdict = (
  files: readonly CoveredFile[],
  { mapped, unmeasured, limit }: { mapped: MappedReport; unmeasured: readonly string[]; limit: number },
): ResultWith<"coverage"> => {
  const covered = files.reduce((sum, file) => sum + file.covered, 0);
  const coverable = files.reduce((sum, file) => sum + file.covered + file.uncovered.length, 0);
  const wanted = Math.ceil((limit * coverable - covered * 100) / 100);
  const said = wanted > 0 ? [fix(wanted), worst(files)] : [];
  return {
    name: "coverage",
    kind: wanted <= 0 && unmeasured.length > 0 ? "warned" : passedIf(wanted <= 0),
    message: [
      share(covered, coverable, limit) + said.join("; "),
      ...notes(files, mapped),
      ...note(
        unmeasured,
        "not measured, because the report covers other languages",
        "see that they are tested",
      ),
    ].join("; "),
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
