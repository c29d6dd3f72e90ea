import { chmodSync, lstatSync, mkdirSync, readdirSync, renameSync, rmdirSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep, setImmediate as turnOfOthers } from "node:timers/promises";
import { errorCode } from "../files.ts";
import { removeFolder } from "./remove-folder.ts";

/** A folder, and what of it stays out of account. */
export interface UntrackedPlace {
  readonly root: string;
  /** Whether git tracks what is at a path: a file, of which nothing more is asked, or a folder, which is looked into. */
  readonly tracks: (path: string) => "file" | "folder" | null;
  /** Whether programs do without a file: nobody minds that it is gone, or another; none when not given. */
  readonly isCache?: (path: string) => boolean;
  /** A folder on the same file system, for what is on its way out. */
  readonly trash: string;
}

/** What is there beside what git tracks, ignored or not: by path, as bytes (`latin1`), what changes when it does. */
type UntrackedFiles = ReadonlyMap<string, string>;

/** Reads what is there, so that whatever is written to it afterwards can be told. */
export const untrackedIn = async (place: UntrackedPlace): Promise<UntrackedFiles> => {
  const found = new Map<string, string>();
  let last = 0;
  await walk(place, (path, stats) => {
    found.set(path, printOf(stats));
    last = Math.max(last, stats.ctimeMs);
    return true;
  });
  await untilAfter(last, place);
  return found;
};

/** File systems' clocks tick, some once a second: what is written in one tick twice has the same time. */
const untilAfter = async (last: number, { trash }: UntrackedPlace): Promise<void> => {
  for (;;) {
    mkdirSync(trash, { recursive: true });
    const { ctimeMs: now } = lstatSync(trash);
    rmdirSync(trash);
    if (now > last || last - now > longestTick) return;
    await sleep(2);
  }
};

/** Milliseconds: files that are later than that are of a clock that was set back. */
const longestTick = 2000;

/** What is there besides, each by its uppermost path, and one of what was there that is not as it was; `null` if all is. */
interface Compared {
  readonly added: readonly string[];
  readonly changed: string | null;
}

/** What git has taken up since is not looked for. */
export const compareUntracked = async (place: UntrackedPlace, known: UntrackedFiles): Promise<Compared> => {
  const { tracks, isCache = () => false } = place;
  const added: string[] = [];
  const same = new Set<string>();
  await walk(place, (path, stats) => {
    const print = known.get(path);
    const isSame = print === printOf(stats);
    if (isSame) same.add(path);
    const isNew = print === undefined || (!isSame && isCache(path));
    if (isNew) added.push(path);
    return !isNew;
  });
  const changed = [...known.keys()].find(
    (path) => !same.has(path) && tracks(path) === null && !isCache(path),
  );
  return { added, changed: changed ?? null };
};

/** Removes what is there, however deep it is, whatever its name and its permissions; answers the names as people read them. */
export const removeUntracked = async (
  { root, trash }: UntrackedPlace,
  paths: readonly string[],
): Promise<string[]> => {
  if (paths.length === 0) return [];
  await removeFolder(trash);
  mkdirSync(trash, { recursive: true });
  const removed: string[] = [];
  for (const [at, path] of paths.entries()) {
    const isFolder = moveOut(onDisk(root, path), join(trash, String(at)));
    removed.push(`${textOf(path)}${isFolder ? "/" : ""}`);
    if (at % atOnce === 0) await turnOfOthers();
  }
  await removeFolder(trash);
  return removed.sort();
};

/** A path as people read it. */
export const textOf = (path: string): string => Buffer.from(path, "latin1").toString();

/** A short name that is text makes it easy to remove; answers whether it is a folder. */
const moveOut = (from: Buffer, to: string): boolean => {
  const isFolder = lstatSync(from).isDirectory();
  if (isFolder) chmodSync(from, 0o700);
  allowed(Buffer.from(dirname(from.toString("latin1")), "latin1"), () => renameSync(from, to));
  return isFolder;
};

/**
 * What tells a file from every other, and from itself before it was written: no program sets the time of its last
 * change. A folder's is that of the last name in it, which says nothing.
 */
const printOf = (stats: Stats): string =>
  stats.isDirectory() ? `folder ${stats.mode}` : `${stats.ino} ${stats.size} ${stats.mode} ${stats.ctimeMs}`;

/** Looks at all that git does not track, and through no link; `visit` says whether to look into a folder. */
const walk = async (
  { root, tracks }: UntrackedPlace,
  visit: (path: string, stats: Stats) => boolean,
): Promise<void> => {
  const folders = [""];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const place = onDisk(root, folder);
    for (const name of allowed(place, () => readdirSync(place, "latin1"))) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const tracked = tracks(path);
      if (tracked === "file") continue;
      const stats = lstatSync(onDisk(root, path), { throwIfNoEntry: false });
      if (!stats) continue;
      const isTracked = tracked === "folder" && stats.isDirectory();
      if (isTracked || (visit(path, stats) && stats.isDirectory())) folders.push(path);
      seen += 1;
      if (seen % atOnce === 0) await turnOfOthers();
    }
  }
};

/** What is looked at before others have their turn: some milliseconds. */
const atOnce = 500;

/** A program may have made a folder of its own unreadable or read-only. */
const allowed = <Result>(folder: Buffer, work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    if (errorCode(error) !== "EACCES") throw error;
    chmodSync(folder, 0o700);
    return work();
  }
};

const onDisk = (root: string, path: string): Buffer =>
  Buffer.concat([Buffer.from(path === "" ? root : `${root}/`), Buffer.from(path, "latin1")]);
