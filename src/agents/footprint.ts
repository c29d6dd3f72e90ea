import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { lstat, opendir, statfs } from "node:fs/promises";
import { join } from "node:path";

/** What a program and all that it started hold of the machine. */
interface Footprint {
  readonly processes: readonly number[];
  /** Bytes of memory that are their own; what they share with others, such as programs' code, is left out. */
  readonly memory: number;
}

/**
 * Counts a process and its descendants, of which no more than `most` are looked at.
 *
 * Linux only: elsewhere nothing is counted. Processes that lose their parents are still found in a sandbox, whose
 * first process becomes their parent; without one they are not.
 */
export const footprintOf = (pid: number, most: number): Footprint => {
  const children = family();
  const pids = [pid];
  for (let at = 0; at < pids.length && pids.length <= most; at += 1) {
    pids.push(...(children.get(pids[at] ?? 0) ?? []));
  }
  return { processes: pids, memory: pids.reduce((sum, each) => sum + ownMemory(each), 0) };
};

/** How many threads the whole machine has, by one small file: proc_loadavg(5). */
export const threadsOfMachine = (): number => Number(/\/(\d+) /.exec(read("/proc/loadavg"))?.[1] ?? 0);

/** How long one look at all processes serves all runs, in milliseconds. */
const freshMs = 100;
let known = { at: Number.NEGATIVE_INFINITY, children: new Map<number, number[]>() };

/** All processes by their parent: proc_pid_stat(5) has it as the second field after the name. */
const family = (): ReadonlyMap<number, readonly number[]> => {
  if (performance.now() - known.at < freshMs) return known.children;
  const children = new Map<number, number[]>();
  for (const name of namesIn("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(/^.*\) \S (\d+) /s.exec(read(`/proc/${name}/stat`))?.[1] ?? 0);
    const siblings = children.get(parent);
    if (siblings) siblings.push(Number(name));
    else children.set(parent, [Number(name)]);
  }
  known = { at: performance.now(), children };
  return children;
};

const ownMemory = (pid: number): number => {
  const status = read(`/proc/${pid}/status`);
  const kilobytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
  return (kilobytes("RssAnon") + kilobytes("RssShmem")) * 1024;
};

/** Bytes in the sandbox's own file systems in memory, such as its `/dev/shm` and the folders hidden from it. */
export const memoryFiles = async (pid: number): Promise<number> => {
  const ours = new Set(memoryMounts(process.pid).map(({ device }) => device));
  const sizes = new Map<string, number>();
  for (const { device, path } of innermost(pid).flatMap(memoryMounts)) {
    if (ours.has(device) || sizes.has(device)) continue;
    const stats = await statfs(path).catch(() => null);
    if (stats) sizes.set(device, (stats.blocks - stats.bfree) * stats.bsize);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
};

/** Bytes that all files in memory of the machine take, whosever: proc_meminfo(5). */
export const memoryFilesOfMachine = (): number =>
  Number(/^Shmem:\s+(\d+) kB/m.exec(read("/proc/meminfo"))?.[1] ?? 0) * 1024;

/** Bytes in files in memory that stand in no file system, by what these processes have open: memfd_create(2). */
export const namelessFiles = (pids: readonly number[]): number => {
  const sizes = new Map<number, number>();
  for (const folder of pids.map((pid) => `/proc/${pid}/fd`)) {
    for (const name of namesIn(folder)) {
      const file = join(folder, name);
      if (!linkOf(file).startsWith("/memfd:")) continue;
      const stats = statSync(file, { throwIfNoEntry: false });
      if (stats) sizes.set(stats.ino, stats.blocks * 512);
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
};

/** One process of each level: the sandbox's mounts are seen only from inside. */
const innermost = (pid: number): number[] => {
  const child = family().get(pid)?.[0];
  return child === undefined ? [pid] : [pid, ...innermost(child)];
};

const memoryMounts = (pid: number): { device: string; path: string }[] =>
  read(`/proc/${pid}/mountinfo`)
    .split("\n")
    .flatMap((line) => {
      const [, , device = "", , point = ""] = line.split(" ");
      if (!/ - tmpfs /.test(line)) return [];
      const name = point.replace(/\\([0-7]{3})/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 8)),
      );
      return [{ device, path: join(`/proc/${pid}/root`, name) }];
    });

/** Bytes on disk of files below the folder that were made or changed at `since` (milliseconds) or later. */
export const writtenSince = async (folder: string, since: number): Promise<number> => {
  const entries = await opendir(folder).catch(() => null);
  if (!entries) return 0;
  let bytes = 0;
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += await writtenSince(path, since);
    const stats = await lstat(path).catch(() => null);
    if (stats && stats.ctimeMs >= since) bytes += stats.blocks * 512;
  }
  return bytes;
};

/** Processes and files come and go while they are looked at: what is gone reads as empty. */
const read = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

const linkOf = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
};

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};
