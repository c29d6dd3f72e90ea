import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The sha that a full ref name points at, read from the files of a bare repository; `null` when there is none. */
export const readRef = async (dir: string, name: string): Promise<string | null> => {
  if (!isRefName(name)) return null;
  const loose = readIfThere(join(dir, name));
  if (loose !== null) return shaIn(loose);
  const packed = readIfThere(join(dir, "packed-refs"));
  if (packed === null) return null;
  const line = packed.split("\n").find((text) => text.slice(41) === name && text.charAt(40) === " ");
  return line === undefined ? null : line.slice(0, 40);
};

/** Whether git takes it as a ref's full name (the rules of `git check-ref-format`). */
export const isRefName = (name: string): boolean =>
  name.startsWith("refs/") &&
  name.split("/").length >= 3 &&
  name.length <= 250 &&
  !/\.\.|@\{|\/\/|[\p{Cc} ~^:?*[\\]|\/$|\.$/u.test(name) &&
  name.split("/").every((part) => !part.startsWith(".") && !part.endsWith(".lock"));

const shaIn = (text: string): string | null => {
  const sha = text.trim();
  return /^[0-9a-f]{40}$/.test(sha) ? sha : null;
};

/** At once: for forty bytes another thread takes longer to ask than the disk to answer. */
const readIfThere = (path: string): string | null => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

const isMissing = (error: unknown): boolean =>
  typeof error === "object" &&
  error !== null &&
  "code" in error &&
  (error.code === "ENOENT" || error.code === "EISDIR" || error.code === "ENOTDIR");
