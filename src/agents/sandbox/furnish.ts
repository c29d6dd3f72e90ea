import { cp, lstat, mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { orNullIfMissing } from "../../git/files.ts";
import type { SandboxPolicy } from "./policy.ts";

/** Larger files in a program's own folders are its histories and caches, not its settings, in bytes. */
const largest = 1024 * 1024;
/** Settings lie at most this deep in such a folder. */
const deepest = 3;

/** Makes a program's home folder and its folder for temporary files, and brings its settings into the first. */
export const furnish = async ({ home, temp, brought }: SandboxPolicy, from = homedir()): Promise<void> => {
  for (const folder of [home, temp]) await mkdir(folder, { recursive: true });
  for (const path of brought) {
    const source = join(from, path);
    if (!(await orNullIfMissing(lstat(source)))) continue;
    await cp(source, join(home, path), {
      recursive: true,
      dereference: true,
      filter: async (each) => await isSetting(each, each.slice(source.length).split("/").length),
    });
  }
};

const isSetting = async (path: string, depth: number): Promise<boolean> => {
  const stats = await orNullIfMissing(lstat(path));
  if (!stats) return false;
  return stats.isDirectory() ? depth <= deepest : stats.isFile() && stats.size <= largest;
};
