import { chmod, lstat, mkdir, open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { MilepostError } from "../core/error.ts";
import { errorCode } from "../git/files.ts";

const databases = ["forge.sqlite", "lock.sqlite"] as const;
const folders = ["repositories", "actions"] as const;

/**
 * Makes the forge's folder, and has only its user read what is in it, however it was made before.
 * @throws MilepostError when that cannot be.
 */
export const makePrivate = async (dataDir: string): Promise<void> => {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    if (await isOwn(dataDir)) await close(dataDir, 0o700);
    for (const folder of folders) {
      await mkdir(join(dataDir, folder), { recursive: true, mode: 0o700 });
      await close(join(dataDir, folder), 0o700);
    }
    // SQLite gives the files beside a database the database's mode; those of an earlier forge have theirs.
    for (const database of databases) {
      await create(join(dataDir, database));
      for (const end of ["", "-wal", "-shm", "-journal"]) await close(join(dataDir, database + end), 0o600);
    }
  } catch (cause) {
    throw new MilepostError(`${dataDir} cannot be kept from others`, {
      hint: "choose a folder that is yours; if a file of that name is in the way, move it",
      cause,
    });
  }
};

/** Removes all that a forge keeps in its folder, and nothing else that is there; whoever calls it holds the folder. */
export const removeData = async (dataDir: string): Promise<void> => {
  const files = (await readdir(dataDir)).filter((name) => /^forge\.sqlite(-\w+)?$/.test(name));
  for (const name of [...files, ...folders]) await rm(join(dataDir, name), { recursive: true, force: true });
  await makePrivate(dataDir);
};

/** Makes a file that is not there; to open and close one that is would give up the locks that SQLite has on it. */
const create = async (file: string): Promise<void> => {
  try {
    await (await open(file, "wx", 0o600)).close();
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw error;
  }
};

/** A folder that holds other things as well is somebody's choice, and only our part of it is closed. */
const isOwn = async (dataDir: string): Promise<boolean> => {
  const names = await readdir(dataDir);
  return names.every(
    (name) => /^(forge|lock)\.sqlite(-\w+)?$/.test(name) || folders.some((one) => one === name),
  );
};

/** What is right already is not touched, nor what is not there. */
const close = async (path: string, mode: number): Promise<void> => {
  try {
    const stats = await lstat(path);
    if (!stats.isSymbolicLink() && (stats.mode & 0o777) !== mode) await chmod(path, mode);
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
  }
};
