import { groupBy } from "../../core/group.ts";
import { endsOf, isAbsolute, nameOf, normalPath } from "./paths.ts";
import type { ParsedReport } from "./report.ts";
import { type CoveredRepository, inSources, type Match, restBelow } from "./repository.ts";

/** A file that a report's path may mean. */
interface Guess {
  readonly place: string;
  /** What stands before it in the report's path, such as another machine's folder; `null` when nothing does. */
  readonly start: string | null;
}

/**
 * Matches paths by their end: one from a package's folder is the end of a repository's path; one of another machine, or
 * with the name of a Go module that is not known, ends with a repository's path. The repository lay in one folder there,
 * so only the start that most paths share is believed: `/ci/project`, and not `/ci/project/node_modules/left-pad`.
 */
export const guessedMatches = (
  paths: readonly string[],
  parsed: ParsedReport,
  repository: CoveredRepository,
): readonly Match[] => {
  const guessesOf = guesser(parsed, repository);
  const all = paths.map((path) => ({ path, guesses: path.length > longestPath ? [] : guessesOf(path) }));
  const starts = commonest(all.flatMap(({ guesses }) => guesses).flatMap(({ start }) => start ?? []));
  return all.map(({ path, guesses }) => {
    const believed = guesses.filter(({ start }) => start === null || starts.has(start));
    return { path, places: [...new Set(believed.map(({ place }) => place))] };
  });
};

/** No common file system has longer paths. */
const longestPath = 4096;

const guesser = (
  { format, sources }: ParsedReport,
  repository: CoveredRepository,
): ((path: string) => readonly Guess[]) => {
  const { paths, roots, modules } = repository;
  const byName = groupBy([...paths], nameOf);
  const isForeign = (path: string): boolean => isAbsolute(path) && restBelow(path, roots) === null;
  return (path) => {
    const normal = normalPath(path);
    const foreign = [normal, ...inSources(path, sources)].filter(isForeign);
    const elsewhere = foreign.flatMap((spelling) => endOf(spelling, paths));
    if (elsewhere.length > 0 || isAbsolute(normal)) return elsewhere;
    if (format === "go" && modules.length > 0) return []; // a module of others: its names say so
    const end = `/${normal.replace(/^(?:\.\.\/)+/, "")}`;
    const longer = (byName.get(nameOf(normal)) ?? []).filter((place) => place.endsWith(end));
    if (longer.length > 0 || format !== "go") return longer.map((place) => ({ place, start: null }));
    return endOf(normal, paths);
  };
};

/** The longest end of a path that is a file of the repository. */
const endOf = (path: string, paths: ReadonlySet<string>): Guess[] => {
  for (const end of endsOf(path)) {
    if (paths.has(end)) return [{ place: end, start: path.slice(0, -end.length) }];
  }
  return [];
};

/** The texts that occur most often; several when they tie. */
const commonest = (texts: readonly string[]): ReadonlySet<string> => {
  const counts = [...groupBy(texts, (text) => text)].map(([text, { length }]) => ({ text, length }));
  const most = counts.reduce((highest, { length }) => Math.max(highest, length), 0);
  return new Set(counts.filter(({ length }) => length === most).map(({ text }) => text));
};
