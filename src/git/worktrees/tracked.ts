import { MilepostError } from "../../core/error.ts";

/** What git tracks of a worktree: paths from its root, as `pathIn` writes them. */
export interface TrackedFiles {
  /** The names of the files' contents, by path; of a submodule that of its commit. */
  readonly files: ReadonlyMap<string, string>;
  /** The folders that they are in, and those that submodules are to be in. */
  readonly folders: ReadonlySet<string>;
}

/**
 * Reads an index of version 2, which is what git writes by our settings: gitformat-index(5).
 *
 * @throws {MilepostError} when it is of another kind.
 */
export const trackedBy = (index: Buffer): TrackedFiles => {
  if (index.toString("latin1", 0, 4) !== "DIRC" || index.readUInt32BE(4) !== 2)
    throw new MilepostError("the worktree's index is none that Milepost writes", {
      hint: "remove the worktree: the next run makes it anew",
    });
  const files = new Map<string, string>();
  const folders = new Set<string>();
  for (let left = index.readUInt32BE(8), at = 12; left > 0; left -= 1) {
    const end = index.indexOf(0, at + nameAt);
    const path = pathIn(index.toString("latin1", at + nameAt, end));
    const isSubmodule = index.readUInt32BE(at + modeAt) === submoduleMode;
    if (isSubmodule) folders.add(path);
    files.set(path, index.toString("hex", at + blobAt, at + blobAt + 20));
    addFoldersOf(path, folders);
    at += Math.ceil((end - at + 1) / 8) * 8;
  }
  return { files, folders };
};

/** Where an entry has its parts, in bytes. */
const [modeAt, blobAt, nameAt] = [24, 40, 62];
const submoduleMode = 0o160000;

/**
 * By what a path is known: its bytes, each as a character (`latin1`), since no name need be text. Where a file system
 * does not tell case or composed letters apart, neither do we.
 */
export const pathIn = (bytes: string): string =>
  process.platform === "darwin" ? Buffer.from(bytes, "latin1").toString().normalize().toLowerCase() : bytes;

/** Adds the folders that a path leads through. */
export const addFoldersOf = (path: string, folders: Set<string>): void => {
  for (let end = path.lastIndexOf("/"); end !== -1; end = path.lastIndexOf("/", end - 1)) {
    const folder = path.slice(0, end);
    if (folders.has(folder)) return;
    folders.add(folder);
  }
};
