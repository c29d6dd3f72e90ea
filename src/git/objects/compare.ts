import { setImmediate as turnOfOthers } from "node:timers/promises";
import type { Git } from "../git.ts";
import { entriesOf, type FolderEntry, isFolder } from "./tree.ts";

/** A name on both sides; `null` where it is not there. */
export interface ComparedEntry {
  readonly path: string;
  readonly before: FolderEntry | null;
  readonly after: FolderEntry | null;
}

/** What differs between two trees. */
interface TreeDifference {
  /** Files, links and submodules: a folder is no more than what is in it. */
  readonly paths: readonly ComparedEntry[];
  /** Trees that stand in the second one where the first has others. */
  readonly trees: readonly string[];
}

/** Compares trees path by path, without looking for what was moved. */
export const compareTrees = async (git: Git, before: string, after: string): Promise<TreeDifference> => {
  const [paths, trees]: [ComparedEntry[], string[]] = [[], []];
  const open = [{ path: "", before: rootOf(before), after: rootOf(after) }] as ComparedEntry[];
  for (let folder = open.pop(); folder; folder = open.pop()) {
    if (folder.after) trees.push(folder.after.sha);
    for (const sides of await differingIn(git, folder)) {
      const [folders, files] = [only(sides, isFolder), only(sides, (entry) => !isFolder(entry))];
      if (folders.before || folders.after) open.push(folders);
      if (files.before || files.after) paths.push(files);
    }
    if (trees.length % atOnce === 0) await turnOfOthers();
  }
  return { paths: paths.sort((one, other) => (one.path < other.path ? -1 : 1)), trees };
};

/** Folders that are compared before others have their turn. */
const atOnce = 50;

const rootOf = (tree: string): FolderEntry => ({ mode: "040000", name: "", sha: tree });

const only = (
  { path, before, after }: ComparedEntry,
  isSuch: (entry: FolderEntry) => boolean,
): ComparedEntry => ({
  path,
  before: before && isSuch(before) ? before : null,
  after: after && isSuch(after) ? after : null,
});

/** The names in a folder that are not the same on both sides. */
const differingIn = async (git: Git, { path, before, after }: ComparedEntry): Promise<ComparedEntry[]> => {
  const entriesIn = async (folder: FolderEntry | null) => (folder ? await entriesOf(git, folder.sha) : []);
  const [old, young] = [await entriesIn(before), await entriesIn(after)];
  const known = new Map(old.map((entry) => [entry.name, entry]));
  const here = new Set(young.map(({ name }) => name));
  const at = (name: string): string => (path === "" ? name : `${path}/${name}`);
  return [
    ...young.map((entry) => ({ path: at(entry.name), before: known.get(entry.name) ?? null, after: entry })),
    ...old
      .filter(({ name }) => !here.has(name))
      .map((entry) => ({ path: at(entry.name), before: entry, after: null })),
  ].filter((sides) => sides.before?.sha !== sides.after?.sha || sides.before?.mode !== sides.after?.mode);
};
