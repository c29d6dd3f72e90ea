import { fstatSync, type Stats } from "node:fs";
import { readdir, readFile, readlink, stat } from "node:fs/promises";

/** Names a file whatever its path. */
export const fileId = ({ dev, ino }: Pick<Stats, "dev" | "ino">): string => `${dev}:${ino}`;

/**
 * The files that our own output goes into, as a shell's `> events.jsonl` makes it; on Linux also those of the programs
 * that a pipe leads to, as `| tee events.jsonl`.
 */
export const ownOutput = async (): Promise<ReadonlySet<string>> => {
  const outputs = [1, 2].flatMap((fd) => statsOf(fd) ?? []);
  const pipes = outputs.flatMap((output) => (output.isFIFO() ? [`pipe:[${output.ino}]`] : []));
  return new Set([...outputs.filter(isFile).map(fileId), ...(await filesBehind(pipes))]);
};

const statsOf = (fd: number): Stats | null => {
  try {
    return fstatSync(fd);
  } catch {
    // It may be closed.
    return null;
  }
};

const isFile = (stats: Stats): boolean => stats.isFile();

/** What the programs write that read these pipes, and those that read theirs: proc(5), "fd" and "fdinfo". */
const filesBehind = async (
  pipes: readonly string[],
  known: ReadonlySet<string> = new Set(),
): Promise<string[]> => {
  const fresh = pipes.filter((pipe) => !known.has(pipe));
  if (fresh.length === 0) return [];
  const processes = (await orNone(readdir("/proc"))).filter((name) => /^\d+$/.test(name));
  const written = await Promise.all(
    processes.map(async (pid) => {
      const input = await readlink(`/proc/${pid}/fd/0`).catch(() => "");
      return fresh.includes(input) ? await writtenBy(pid) : [];
    }),
  );
  const found = written.flat();
  const next = found.flatMap(({ target }) => (target.startsWith("pipe:") ? [target] : []));
  return [
    ...found.flatMap(({ stats }) => (stats.isFile() ? [fileId(stats)] : [])),
    ...(await filesBehind(next, new Set([...known, ...fresh]))),
  ];
};

const writtenBy = async (pid: string): Promise<{ target: string; stats: Stats }[]> => {
  const folder = `/proc/${pid}/fd`;
  const found = await Promise.all(
    (await orNone(readdir(folder))).map(async (fd) => {
      try {
        const flags = /^flags:\s*(\d+)/m.exec(await readFile(`/proc/${pid}/fdinfo/${fd}`, "utf8"))?.[1];
        if ((Number.parseInt(flags ?? "0", 8) & writing) === 0) return [];
        return [{ target: await readlink(`${folder}/${fd}`), stats: await stat(`${folder}/${fd}`) }];
      } catch {
        // It was closed meanwhile.
        return [];
      }
    }),
  );
  return found.flat();
};

/** `O_WRONLY | O_RDWR`. */
const writing = 0o3;

const orNone = (names: Promise<string[]>): Promise<string[]> => names.catch(() => []);
