import { randomUUID } from "node:crypto";
import {
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

// Git's small files are read and written at once: for a few bytes another thread takes longer to ask than the disk
// to answer, and nobody can come between.

/** More than any of git's small files has, in bytes: what an agent left of its name is none, and would fill our memory. */
const largest = 256 * 1024 * 1024;

/** The text of one of git's small files; `null` when there is no such file of that name. */
export const readText = (file: string, encoding: "utf8" | "latin1" = "utf8"): string | null => {
  try {
    // Only a plain file ends: an agent's pipe of that name would keep us waiting.
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats?.isFile() && stats.size <= largest ? readFileSync(file, encoding) : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** Writes one of git's small files in one step, unless it already says this. */
export const writeIfOther = (file: string, text: string): void => {
  if (readText(file) === text) return;
  mkdirSync(dirname(file), { recursive: true });
  replaceFile(file, text);
};

/** Writes a file in one step: who reads it, or finds it after a kill or on a full disk, has the old or the new, whole. */
export const replaceFile = (file: string, text: string, mode = 0o666): void => {
  const draft = `${file}.${randomUUID()}`;
  try {
    writeFileSync(draft, text, { mode, flag: "wx" });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
};

/** What is at the path itself, a link included; `null` when there is nothing. */
export const lookAt = (path: string): Stats | null => {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** What a file operation answers, or `null` when its file is not there. */
export const orNullIfMissing = async <T>(operation: Promise<T>): Promise<T | null> => {
  try {
    return await operation;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

const isMissing = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(errorCode(error));

/** The system's name of an error, such as `ENOENT`; empty for other errors. */
export const errorCode = (error: unknown): string => {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
};
