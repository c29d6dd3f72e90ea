import { type Dirent, lstatSync, opendirSync, type Stats } from "node:fs";

/** Something in a folder: its path from there, and what it is. */
export interface FoundEntry {
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
    const found: FoundEntry[] = [{ path: "", stats: lstatSync(root) }];
    for (const { path, stats } of found) {
      if (!stats.isDirectory()) continue;
      const folder = path === "" ? "" : `${path}/`;
      for (const { name } of namesIn(`${root}/${folder}`)) {
        if (isLeftOut(folder + name)) continue;
        if (found.length === maxFew) return null;
        found.push({ path: folder + name, stats: lstatSync(`${root}/${folder}${name}`) });
      }
    }
    return found;
  } catch {
    return null;
  }
};

/** Some at a time: a program may have left a million files in one folder. */
function* namesIn(folder: string): Generator<Dirent> {
  const dir = opendirSync(folder, { bufferSize: 256 });
  try {
    for (let entry = dir.readSync(); entry !== null; entry = dir.readSync()) yield entry;
  } finally {
    dir.closeSync();
  }
}
