import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** A file's text; `null` when there is none. */
export async function readText(file: string, encoding: "utf8" | "latin1" = "utf8"): Promise<string | null> {
  return await orNullIfMissing(readFile(file, encoding));
}

/** Writes a file in one step, unless it already says this; true when it wrote. */
export async function writeIfOther(file: string, text: string): Promise<boolean> {
  if ((await readText(file)) === text) return false;
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text);
  await rename(draft, file);
  return true;
}

/** What a file operation answers, or `null` when its file is not there. */
export async function orNullIfMissing<T>(operation: Promise<T>): Promise<T | null> {
  try {
    return await operation;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error))) return null;
    throw error;
  }
}

/** The system's name of an error, such as `ENOENT`; empty for other errors. */
export function errorCode(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return typeof error.code === "string" ? error.code : "";
}
