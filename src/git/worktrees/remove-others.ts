import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "../git.ts";
import { fewSeenIn, type SeenEntry } from "./few-entries.ts";
import { removeFolder } from "./remove-folder.ts";
import { addFoldersOf } from "./tracked.ts";

/** What a folder may hold, by paths from there. */
interface Wanted {
  /** Plain files; the folders that they are in may be there, too. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** What is left as it is, whatever is in it. */
  readonly spared: string | null;
}

/**
 * Removes what is in a folder and is not wanted there, or is not what it is wanted as: a link, a file that has another
 * name elsewhere, and what its owner may not write. A folder with much in it is emptied.
 *
 * What agents leave as it was is then not made again, which on some file systems takes longer than all else.
 */
export const removeOthers = async (root: string, { files, folders, spared }: Wanted): Promise<void> => {
  const few = fewSeenIn(root, (path) => path === spared);
  if (few === null) return await empty(root, spared);
  const wantedFiles = new Set(files);
  const wantedFolders = new Set(["", ...folders]);
  for (const path of [...files, ...folders]) addFoldersOf(path, wantedFolders);
  const gone = new Set<string>();
  for (const entry of few) {
    const { path } = entry;
    const isWanted = isFolderToWrite(entry)
      ? wantedFolders.has(path)
      : wantedFiles.has(path) && isFileToWrite(entry);
    const isGone = path !== "" && gone.has(dirname(path));
    if (isGone || !isWanted) gone.add(path === "" ? "." : path);
    if (!isGone && !isWanted) await removeFolder(join(root, path));
  }
};

const isFolderToWrite = ({ stats }: SeenEntry): boolean =>
  stats.isDirectory() && (stats.mode & 0o700) === 0o700;

/** What is written into a file with two names is written into both. */
const isFileToWrite = ({ stats }: SeenEntry): boolean =>
  stats.isFile() && stats.nlink === 1 && (stats.mode & 0o600) === 0o600;

const empty = async (root: string, spared: string | null): Promise<void> => {
  if (spared === null) return await removeFolder(root);
  const others = [".", "-mindepth", "1", "-maxdepth", "1", "!", "-name", spared];
  await run("find", [...others, "-exec", "rm", "-rf", "--", "{}", "+"], { cwd: root });
  // What its makers closed to themselves is left.
  for (const name of await readdir(root)) if (name !== spared) await removeFolder(join(root, name));
};
