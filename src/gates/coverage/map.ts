import { groupBy } from "../../core/group.ts";
import { guessedMatches } from "./guess.ts";
import { below, foldersOf, isAbsolute, normalPath, within } from "./paths.ts";
import { type CoverageReport, type ParsedReport, union } from "./report.ts";
import { type CoveredRepository, inSources, type Match, restBelow } from "./repository.ts";

/** A report by the repository's paths. */
export interface MappedReport {
  readonly files: CoverageReport;
  /** Files of the repository that the report may mean but need not, with the report's paths for them. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>;
  /** The report's paths of files that the repository does not have. */
  readonly unmapped: readonly string[];
}

/**
 * Finds the repository's file for each of a report's: below the worktree or one of the report's source folders,
 * in a Go module, or from a folder that the report (at `reportPath`) lies in, the nearest first. What stands nowhere
 * there is guessed by how it ends. What may be several files is none of them: it is named as ambiguous.
 */
export const mapReport = (
  parsed: ParsedReport,
  reportPath: string,
  repository: CoveredRepository,
): MappedReport => {
  const exact = exactMatches(parsed, reportPath, repository);
  const named = new Set(exact.flatMap(({ places }) => places));
  const open = exact.filter(({ places }) => places.length === 0).map(({ path }) => path);
  const guessed = guessedMatches(open, parsed, repository).map(({ path, places }) => ({
    path,
    places: places.filter((place) => !named.has(place)),
  }));
  const rivals = rivalsOf(guessed);
  const isCertain = ({ path, places }: Match): boolean => places.length === 1 && !rivals.has(path);
  const matches = [...exact, ...guessed].filter(({ places }) => places.length > 0);
  const files = merged(parsed.files, matches.filter(isCertain));
  return {
    files,
    ambiguous: pathsByPlace(matches.filter((match) => !isCertain(match))),
    unmapped: guessed.filter(({ places }) => places.length === 0).map(({ path }) => path),
  };
};

/** Several reports as one: what several tell of a file counts as its highest. */
export const joined = (reports: readonly MappedReport[]): MappedReport => {
  const places = groupBy(
    reports.flatMap(({ files }) => [...files]),
    ([path]) => path,
  );
  const files = new Map([...places].map(([path, all]) => [path, union(all.map(([, file]) => file))]));
  const ambiguous = reports.flatMap((report) => [...report.ambiguous]).filter(([path]) => !files.has(path));
  return { files, ambiguous: new Map(ambiguous), unmapped: reports.flatMap(({ unmapped }) => unmapped) };
};

const exactMatches = (
  { files, sources }: ParsedReport,
  reportPath: string,
  repository: CoveredRepository,
): Match[] => {
  const folders = foldersOf(normalPath(reportPath));
  const find = (path: string): string[] =>
    isAbsolute(path) ? belowRoots(path, repository) : fromFolders(path, folders, repository);
  return [...files.keys()].map((path) => {
    const places = [...new Set(inSources(path, sources).flatMap(find))];
    return { path, places: places.length > 0 ? places : find(normalPath(path)) };
  });
};

const belowRoots = (path: string, { roots, paths }: CoveredRepository): string[] => {
  const rest = restBelow(path, roots);
  return rest !== null && paths.has(rest) ? [rest] : [];
};

/** The first file that a relative path leads to, in the Go module with the longest name before the report's folders. */
const fromFolders = (
  path: string,
  folders: readonly string[],
  { paths, modules }: CoveredRepository,
): string[] => {
  const inModules = modules
    .toSorted((a, b) => b.name.length - a.name.length)
    .flatMap(({ name, folder }) => {
      const rest = below(name, path);
      return rest === null ? [] : [within(folder, rest)];
    });
  const place = [...inModules, ...folders.map((folder) => within(folder, path))].find((at) => paths.has(at));
  return place === undefined ? [] : [place];
};

/** The report's paths that were guessed to mean one and the same file. */
const rivalsOf = (guessed: readonly Match[]): ReadonlySet<string> => {
  const single = guessed.filter(({ places }) => places.length === 1);
  const byPlace = groupBy(single, ({ places }) => places.join());
  return new Set(
    [...byPlace.values()].filter(({ length }) => length > 1).flatMap((all) => all.map(({ path }) => path)),
  );
};

/** Most files have one path in the report, whose hits are taken as they are. */
const merged = (files: CoverageReport, matches: readonly Match[]): CoverageReport => {
  const links = matches.flatMap(({ path, places }) =>
    places.map((place) => ({ place, file: files.get(path) })),
  );
  const byPlace = groupBy(links, ({ place }) => place);
  return new Map([...byPlace].map(([place, all]) => [place, union(all.flatMap(({ file }) => file ?? []))]));
};

const pathsByPlace = (matches: readonly Match[]): ReadonlyMap<string, readonly string[]> => {
  const links = matches.flatMap(({ path, places }) => places.map((place) => ({ path, place })));
  const byPlace = groupBy(links, ({ place }) => place);
  return new Map([...byPlace].map(([place, all]) => [place, all.map(({ path }) => path)]));
};
