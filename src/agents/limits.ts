import { statfs } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import {
  footprintOf,
  memoryFiles,
  memoryFilesOfMachine,
  namelessFiles,
  threadsOfMachine,
  writtenSince,
} from "./footprint.ts";
import type { RunLimits } from "./sandbox/policy.ts";

/** What is watched, and until when. */
interface Watch {
  readonly limits: RunLimits;
  /** Where the program can write to disk. */
  readonly folders: readonly string[];
  readonly signal: AbortSignal;
}

/** Looks at one run's processes and memory come this often, in milliseconds; those at files are four times rarer. */
const pauseMs = 250;
/** Processes that fork without end must be seen before they leave no time to look: so often all are counted. */
const glanceMs = 50;
const megabyte = 1024 * 1024;

/** Waits until the program takes more of the machine than it may, and says what. */
export const untilOverLimits = async (pid: number, { limits, folders, signal }: Watch): Promise<string> => {
  const disk = diskWatch(folders, limits);
  for (let look = 1; ; look += 1) {
    await pauseOrSurge(limits.processes, signal);
    const { processes, memory } = footprintOf(pid, limits.processes);
    if (processes.length > limits.processes)
      return `it ran over ${limits.processes} processes at once (limits.processes)`;
    const files = look % 4 === 0 ? await memoryFiles(pid) : 0;
    if (isOverMemory({ processes, held: memory + files }, limits))
      return `it held over ${limits.memoryMegabytes} MiB of memory (limits.memoryMegabytes)`;
    if (look % 4 === 0 && (await disk()))
      return `it wrote over ${limits.diskMegabytes} MiB to disk (limits.diskMegabytes)`;
  }
};

/** Files without a name are looked for, which costs, only when the machine holds so much in files that they may be over. */
const isOverMemory = (
  { processes, held }: { processes: readonly number[]; held: number },
  { memoryMegabytes }: RunLimits,
): boolean => {
  const most = memoryMegabytes * megabyte;
  return held > most || (held + memoryFilesOfMachine() > most && held + namelessFiles(processes) > most);
};

/** Waits, shorter when the machine has so many more threads than before that the limit may be reached. */
const pauseOrSurge = async (most: number, signal: AbortSignal): Promise<void> => {
  const before = threadsOfMachine();
  for (let waited = 0; waited < pauseMs; waited += glanceMs) {
    await sleep(glanceMs, undefined, { signal });
    if (threadsOfMachine() - before > most / 2) return;
  }
};

/**
 * Tells whether the folders' new files are over the limit.
 *
 * Walking them costs, so it is done only when the disk has lost so much room that they may be.
 */
const diskWatch = (folders: readonly string[], { diskMegabytes }: RunLimits): (() => Promise<boolean>) => {
  const most = diskMegabytes * megabyte;
  const begun = Date.now();
  const [place = "."] = folders;
  let free = roomAt(place);
  return async () => {
    const [before, now] = [await free, await roomAt(place)];
    if (before - now < most / 4) return false;
    free = Promise.resolve(now);
    const sizes = await Promise.all(folders.map((folder) => writtenSince(folder, begun)));
    return sizes.reduce((sum, size) => sum + size, 0) > most;
  };
};

const roomAt = async (folder: string): Promise<number> => {
  const { bfree, bsize } = await statfs(folder);
  return bfree * bsize;
};
