import { groupBy } from "../../core/group.ts";
import type { Room } from "../room.ts";
import { fixtureFolder, kinOf, rankOf, type Stage, schemaOf, stageOf, subjectOf, testRank } from "./names.ts";

/** A file of a change that is to be split. */
export interface SplitFile {
  readonly path: string;
  /** Lines that count: 0 for what was not written by hand. */
  readonly lines: number;
  /** Whether it counts as a file. */
  readonly handWritten: boolean;
  readonly deleted: boolean;
  /** The path before a rename. */
  readonly from?: string | null;
  /** Files of the change that it imports; none when nobody looked. */
  readonly needs?: readonly string[];
  /** Files of the change that cease to use what it takes away; none when nobody looked. */
  readonly users?: readonly string[];
}

/** Files that stay together. */
export interface Unit {
  /** The path of the file that the others go with. */
  readonly path: string;
  readonly stage: Stage | "deletions";
  readonly rank: number;
  readonly room: Room;
  readonly files: readonly SplitFile[];
}

/** A file with what its name tells. */
interface Named extends SplitFile {
  readonly stage: Stage;
  readonly rank: number;
  readonly subject: string;
  /** The same for files that stay together wherever tests lie. */
  readonly key: string;
}

/** Puts together what belongs together: a manifest with its lock file, a header, its source and their test. */
export const unitsOf = (files: readonly SplitFile[]): Unit[] => {
  const kin = groupBy(files.map(named).toSorted(byPath), ({ key }) => key);
  const sources = sourcesBySubject(kin);
  const tests = testsByFolder(kin);
  const homes = [...kin].map(([key, group]) => ({
    group,
    home: homeOf(group, sources) ?? fixtureHome(group, tests) ?? key,
  }));
  const units = groupBy(homes, ({ home }) => home);
  return [...units.values()].map((together) => unitOf(together.flatMap(({ group }) => group)));
};

/** A unit of one file. */
export const aloneOf = (file: SplitFile): Unit => unitOf([named(file)]);

const named = (file: SplitFile): Named => {
  const { path } = file;
  const stage = stageOf(path);
  const subject = subjectOf(path);
  return { ...file, stage, rank: rankOf(path), subject, key: keyOf(path, { stage, subject }) };
};

const keyOf = (path: string, { stage, subject }: { stage: Stage; subject: string }): string => {
  const generated = schemaOf(path);
  if (generated !== null) return `schema ${generated}`;
  if (stage === "code") return `code ${kinOf(path, subject)}`;
  if (/\.(?:proto|thrift)$/.test(path)) return `schema ${subjectOf(path)}`;
  return stage === "dependencies" ? `dependencies ${folderOf(path)}` : path;
};

/** The one group of sources about each subject, `null` for several; tests that lie elsewhere find theirs by it. */
const sourcesBySubject = (kin: ReadonlyMap<string, readonly Named[]>): Map<string, string | null> => {
  const found = new Map<string, string | null>();
  for (const [key, group] of kin) {
    const source = group.find(({ stage, rank }) => stage === "code" && rank !== testRank);
    if (source !== undefined) found.set(source.subject, found.has(source.subject) ? null : key);
  }
  return found;
};

const homeOf = (group: readonly Named[], sources: ReadonlyMap<string, string | null>): string | null => {
  const [first] = group;
  if (first === undefined || !group.every(({ stage, rank }) => stage === "code" && rank === testRank))
    return null;
  return sources.get(first.subject) ?? null;
};

/** The one group of tests in each folder, `null` for several; what they read lies beneath it. */
const testsByFolder = (kin: ReadonlyMap<string, readonly Named[]>): Map<string, string | null> => {
  const found = new Map<string, string | null>();
  for (const [key, group] of kin)
    for (const { path, rank } of group)
      if (rank === testRank && fixtureFolder(path) === null) {
        const folder = folderOf(path);
        const known = found.get(folder);
        found.set(folder, known === undefined || known === key ? key : null);
      }
  return found;
};

const fixtureHome = (group: readonly Named[], tests: ReadonlyMap<string, string | null>): string | null => {
  const folder = group[0] ? fixtureFolder(group[0].path) : null;
  return folder === null ? null : (tests.get(folder) ?? null);
};

/** A unit of some files, its sources first. */
const unitOf = (files: readonly Named[]): Unit => {
  const sorted = files.length === 1 ? files : files.toSorted((a, b) => a.rank - b.rank || byPath(a, b));
  const { path = "", stage = "code", rank = testRank } = sorted[0] ?? {};
  return {
    path,
    stage: sorted.every(({ deleted }) => deleted) ? "deletions" : stage,
    rank,
    room: {
      lines: sorted.reduce((sum, { lines }) => sum + lines, 0),
      files: sorted.filter(({ handWritten }) => handWritten).length,
    },
    files: sorted,
  };
};

/** The order of paths, by their characters' codes. */
export const byPath = (a: { readonly path: string }, b: { readonly path: string }): number =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : 0;

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
