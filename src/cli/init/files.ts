import { lstat, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MilepostError } from "../../core/error.ts";
import { orNullIfMissing, replaceFile } from "../../git/files.ts";
import type { RepositoryFile } from "../workflow-files.ts";

/** A file to write, and how what is there compares with it. */
export interface FileStanding {
  readonly file: RepositoryFile;
  readonly state: "new" | "same" | "differs";
}

/**
 * Compares files with what a repository has.
 *
 * @throws {MilepostError} when something that is no file, or a link that leads elsewhere, stands in the way.
 */
export const compareFiles = (root: string, files: readonly RepositoryFile[]): Promise<FileStanding[]> =>
  Promise.all(
    files.map(async (file) => {
      await throwOnObstacle(root, file.path);
      const there = await orNullIfMissing(readFile(join(root, file.path), "utf8"));
      if (there === null) return { file, state: "new" };
      // A checkout may have line ends of its own.
      return { file, state: there.replaceAll("\r\n", "\n") === file.text ? "same" : "differs" };
    }),
  );

const throwOnObstacle = async (root: string, path: string): Promise<void> => {
  const parts = path.split("/");
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const at = parts.slice(0, depth).join("/");
    const stats = await orNullIfMissing(lstat(join(root, at)));
    if (!stats) return;
    if (depth < parts.length ? stats.isDirectory() : stats.isFile()) continue;
    throw new MilepostError(`${at} is in the way: it is no ${depth < parts.length ? "folder" : "file"}`, {
      hint: "move it away; links are not followed",
    });
  }
};

/** Writes what is new, and what differs only by force. */
export const writeFiles = async (
  root: string,
  seen: readonly FileStanding[],
  { force }: { force: boolean },
): Promise<void> => {
  for (const { file, state } of seen) {
    if (state === "same" || (state === "differs" && !force)) continue;
    await mkdir(dirname(join(root, file.path)), { recursive: true });
    if (state === "new") await writeFile(join(root, file.path), file.text, { flag: "wx" });
    else replaceFile(join(root, file.path), file.text);
  }
};
