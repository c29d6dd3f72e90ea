import { MilepostError } from "../../core/error.ts";
import { groupBy } from "../../core/group.ts";
import type { Git } from "../git.ts";
import { commitName, remembered } from "../remembered.ts";
import { isNamedSo } from "./object-name.ts";

/** One name in a folder. */
export interface FolderEntry {
  /** Six digits, as git writes it. */
  readonly mode: string;
  readonly name: string;
  readonly sha: string;
}

export const isFolder = ({ mode }: Pick<FolderEntry, "mode">): boolean => mode === "040000";

/** What is in a tree, by its sha, in git's order. @throws {MilepostError} when it is not here, or damaged. */
export const entriesOf = remembered(
  async ({ objects }, tree): Promise<readonly FolderEntry[]> => {
    const object = await objects.read(tree);
    if (object?.type === "tree" && isNamedSo(object)) return parse(object.content);
    throw new MilepostError(`the tree ${tree} cannot be read in ${objects.dir}`, {
      hint: "see what `git fsck` says of it",
    });
  },
  { name: commitName, most: 5000, keeps: ({ length }) => length <= 500 },
);

/** A mode, a blank, a name, a NUL and twenty bytes of a sha for each. */
const parse = (content: Buffer): FolderEntry[] => {
  const entries: FolderEntry[] = [];
  for (let at = 0; at < content.length; ) {
    const blank = content.indexOf(32, at);
    const end = content.indexOf(0, blank);
    entries.push({
      mode: modeOf(Number.parseInt(content.toString("latin1", at, blank), 8)),
      name: content.toString("utf8", blank + 1, end),
      sha: content.toString("hex", end + 1, end + 21),
    });
    at = end + 21;
  }
  return entries;
};

/** As git reads it: what is neither file, link nor folder is a submodule. */
const modeOf = (mode: number): string => {
  switch (mode & 0o170000) {
    case 0o100000:
      return (mode & 0o100) === 0 ? "100644" : "100755";
    case 0o120000:
      return "120000";
    case 0o040000:
      return "040000";
    default:
      return "160000";
  }
};

/** The folders of a tree that are at these paths, with what is in them; the root's path is empty. */
export const foldersIn = async (
  git: Git,
  tree: string,
  paths: Iterable<string>,
): Promise<ReadonlyMap<string, readonly FolderEntry[]>> => {
  const found = new Map([["", await entriesOf(git, tree)]]);
  const levels = groupBy([...new Set(paths)].sort(), (path) => path.split("/").length);
  for (const [, level] of [...levels].sort(([a], [b]) => a - b)) {
    // Asked for together, or each would wait for the answer to the one before it.
    const read = level.map(async (path): Promise<void> => {
      const { folder, name } = parted(path);
      const entry = found.get(folder)?.find((one) => one.name === name && isFolder(one));
      if (entry) found.set(path, await entriesOf(git, entry.sha));
    });
    await Promise.all(read);
  }
  return found;
};

/** The folders that paths are in, the root left out, beside those that were found. */
export const foldersAbove = (paths: Iterable<string>, found = new Set<string>()): Set<string> => {
  for (const path of paths) {
    let { folder } = parted(path);
    // With a folder all those above it were found.
    while (folder !== "" && !found.has(folder)) {
      found.add(folder);
      ({ folder } = parted(folder));
    }
  }
  return found;
};

/** A path's folder and its own name. */
export const parted = (path: string): { folder: string; name: string } => {
  const end = path.lastIndexOf("/");
  return { folder: end === -1 ? "" : path.slice(0, end), name: path.slice(end + 1) };
};
