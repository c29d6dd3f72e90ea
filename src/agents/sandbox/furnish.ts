import { cp, lstat, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { orNullIfMissing } from "../../git/files.ts";
import { chosenSettings } from "../settings.ts";
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
    if (await layChosen(path, { source, target: join(home, path) })) continue;
    await cp(source, join(home, path), {
      recursive: true,
      dereference: true,
      filter: async (each) => {
        const below = each.slice(source.length);
        const target = join(home, path, below);
        if (below !== "" && (await layChosen(join(path, below), { source: each, target }))) return false;
        return await isSetting(each, below.split("/").length);
      },
    });
  }
};

/** Of settings that are known only what is chosen is brought. */
const layChosen = async (
  path: string,
  { source, target }: { source: string; target: string },
): Promise<boolean> => {
  const stats = await orNullIfMissing(stat(source));
  if (!stats?.isFile() || stats.size > largest) return false;
  const chosen = chosenSettings(path, await readFile(source, "utf8"));
  if (chosen === null) return false;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, chosen.text);
  return true;
};

const isSetting = async (path: string, depth: number): Promise<boolean> => {
  const stats = await orNullIfMissing(lstat(path));
  if (!stats) return false;
  return stats.isDirectory() ? depth <= deepest : stats.isFile() && stats.size <= largest;
};
