import { type Dirent, lstatSync, opendirSync, type Stats } from "node:fs";
import { join } from "node:path";

/** Something in a folder: its path from there, and what it is. */
export interface FoundEntry {
  readonly path: string;
  readonly kind: Pick<Dirent, "isDirectory" | "isSymbolicLink">;
}

/** Something in a folder that was looked at. */
export interface SeenEntry {
  readonly path: string;
  readonly stats: Stats;
}

/** More take longer to look at here than the system's own programs take to start: some milliseconds. */
const maxFew = 1000;

/**
 * All that is in a folder, through no link, the folder itself as the empty path; `null` where that is much, or where
 * something of it cannot be looked at, which the system's own programs are for.
 */
export const fewEntriesIn = (
  root: string,
  isLeftOut: (path: string) => boolean = () => false,
): readonly FoundEntry[] | null => {
  try {
    const found: FoundEntry[] = [{ path: "", kind: lstatSync(root) }];
    for (const { path, kind } of found) {
      if (!kind.isDirectory()) continue;
      const folder = path === "" ? "" : `${path}/`;
      for (const entry of entriesIn(`${root}/${folder}`)) {
        const below = folder + entry.name;
        if (isLeftOut(below)) continue;
        if (found.length === maxFew) return null;
        found.push({ path: below, kind: entry });
      }
    }
    return found;
  } catch {
    return null;
  }
};

/** The same, each looked at, which takes twice as long. */
export const fewSeenIn = (
  root: string,
  isLeftOut?: (path: string) => boolean,
): readonly SeenEntry[] | null => {
  try {
    const found = fewEntriesIn(root, isLeftOut);
    return found?.map(({ path }) => ({ path, stats: lstatSync(join(root, path)) })) ?? null;
  } catch {
    return null;
  }
};

/** Some at a time: a program may have left a million files in one folder. */
function* entriesIn(folder: string): Generator<Dirent> {
  const dir = opendirSync(folder, { bufferSize: 256 });
  try {
    for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) yield entry;
  } finally {
    dir.closeSync();
  }
}
