/** Line number (from 1) → how often it ran, 0 for never. A line that is absent cannot be covered. */
type Hits = ReadonlyMap<number, number>;

interface FileCoverage {
  /** How many of the lines ran at least once. */
  readonly covered: number;
  readonly hits: Hits;
}

/** What a report says of each file, by path. */
export type CoverageReport = ReadonlyMap<string, FileCoverage>;

export type ReportFormat = "lcov" | "cobertura" | "jacoco" | "go" | "istanbul";

/** A report as its tool wrote it: the paths are the tool's, not yet the repository's. */
export interface ParsedReport {
  readonly format: ReportFormat;
  /** Folders that relative paths start from: Cobertura's sources; other formats name none. */
  readonly sources: readonly string[];
  readonly files: CoverageReport;
}

/** The highest line number that a report may name: above it the report is broken, or meant to fill the memory. */
export const highestLine = 10_000_000;

export const isLineNumber = (line: number): boolean =>
  Number.isInteger(line) && line >= 1 && line <= highestLine;

/** Collects hits while a report is read; what is said of one line several times counts as its highest. */
export class HitsByFile {
  readonly #files = new Map<string, Map<number, number>>();

  /** The hits of a file, which is in the report from now on even if it has no line. */
  of(path: string): Map<number, number> {
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const hits = new Map<number, number>();
    this.#files.set(path, hits);
    return hits;
  }

  report(): CoverageReport {
    return new Map([...this.#files].map(([path, hits]) => [path, coverageOf(hits)]));
  }
}

export const addHits = (hits: Map<number, number>, line: number, times: number): void => {
  const known = hits.get(line);
  if (known === undefined || known < times) hits.set(line, times);
};

/** Several accounts of one file as one. */
export const union = (files: readonly FileCoverage[]): FileCoverage => {
  const [only, ...others] = files;
  if (only !== undefined && others.length === 0) return only;
  const hits = new Map<number, number>();
  for (const file of files) for (const [line, times] of file.hits) addHits(hits, line, times);
  return coverageOf(hits);
};

const coverageOf = (hits: Hits): FileCoverage => {
  let covered = 0;
  for (const times of hits.values()) if (times > 0) covered += 1;
  return { covered, hits };
};
