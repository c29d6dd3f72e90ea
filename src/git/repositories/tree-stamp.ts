import type { Stats } from "node:fs";
import { lookAt } from "../files.ts";
import { fewSeenIn } from "../worktrees/few-entries.ts";

/**
 * What becomes another as soon as anything in a small work tree, or its index, is written. `null` where that cannot be
 * told: where there is much, where something was written just now, or where other repositories are in it.
 */
export const treeStamp = (root: string, index: string): string | null => {
  const few = fewSeenIn(root, (path) => path === ".git" || path === ".milepost");
  const indexStats = lookAt(index);
  if (few === null || indexStats === null || few.some(({ path }) => isOfModules.test(path))) return null;
  const written = [...few.map(({ stats }) => stats), indexStats].map(({ ctimeMs }) => ctimeMs);
  const tick = written.some((time) => time % 1000 !== 0) ? fineTick : longestTick;
  if (Date.now() - Math.max(...written) < tick) return null;
  return [...few.map(({ path, stats }) => `${path}\0${stateIn(stats)}`), stateIn(indexStats)].join("\0");
};

/** Milliseconds in which a file may be written twice and have one time, by a clock of seconds and by a finer one. */
const longestTick = 2000;
const fineTick = 100;

const isOfModules = /(?:^|\/)\.git$|^\.gitmodules$/;

/** What tells a file from itself before it was written. */
export const stateIn = (stats: Stats | null): string =>
  stats ? `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs} ${stats.mode}` : "gone";
