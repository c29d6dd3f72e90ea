import { execFile } from "node:child_process";
import { chmod, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { errorCode, lookAt } from "../files.ts";
import { run } from "../git.ts";
import { fewEntriesIn } from "./few-entries.ts";

/** Removes a folder of any size, as `removeFolder` does: the system's own command takes a tenth of Node's time. */
export const removeTree = async (path: string): Promise<void> => {
  if (lookAt(path) && !(await isRemoved(path))) await removeHere(path);
};

/**
 * Removes a folder, a file or a link with all below it, also where a program made folders read-only, or nested them
 * deeper than a path may be long.
 */
export const removeFolder = async (path: string): Promise<void> => {
  // Node is told of each name by itself: of very many nothing else would have its turn.
  if (fewEntriesIn(path) === null) await removeTree(path);
  else await removeHere(path);
};

const isRemoved = async (path: string): Promise<boolean> =>
  (await run("rm", ["-rf", "--", path], { cwd: "/" })).code === 0;

const removeHere = async (path: string): Promise<void> => {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (errorCode(error) === "ENAMETOOLONG") return await removeDeep(path);
    if (errorCode(error) !== "EACCES") throw error;
    await makeWritable(path);
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
};

/** The system's own command walks from folder to folder, where Node names each by its whole path. */
const removeDeep = async (path: string): Promise<void> => {
  await promisify(execFile)("rm", ["-rf", "--", path]);
};

const makeWritable = async (folder: string): Promise<void> => {
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await makeWritable(join(folder, entry.name));
  }
};
