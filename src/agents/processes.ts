import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** The variable by which everything that a run started is found again. */
export const markerName = "MILEPOST_MARKER";

/** Ends a run's process group and whatever else carries its marker: first politely, after `graceMs` by force. */
export const endRun = (group: number, marker: string, graceMs: number): Promise<number> =>
  endAll((process) => process.group === group || process.marker === marker, { graceMs, since: ownStart() });

/**
 * Ends what an earlier, dead Milepost left running, and returns how many processes that were.
 *
 * `prefix` is what the markers of one home begin with, before a `:`; the caller holds the home, so that no living
 * Milepost has runs there.
 */
export const reapOrphans = (prefix: string, graceMs = 2000): Promise<number> =>
  endAll(({ marker }) => marker === prefix || (marker?.startsWith(`${prefix}:`) ?? false), {
    graceMs,
    since: 0,
  });

interface Process {
  readonly pid: number;
  readonly group: number;
  readonly marker: string | null;
}

/** After this long even SIGKILL has not helped: the process hangs in the kernel. */
const hopelessMs = 10_000;

/** `since` is when the eldest of them can have started, as `/proc` counts: what is older need not be looked into. */
const endAll = async (
  belongs: (process: Process) => boolean,
  { graceMs, since }: { graceMs: number; since: number },
): Promise<number> => {
  const asked = new Set<number>();
  const start = Date.now();
  for (let pause = 10; Date.now() - start < graceMs + hopelessMs; pause = Math.min(pause * 2, 100)) {
    const left = listProcesses(since).filter((each) => each.pid !== process.pid && belongs(each));
    if (left.length === 0) break;
    const force = Date.now() - start >= graceMs;
    for (const { pid } of left) {
      if (force) signal(pid, "SIGKILL");
      else if (!asked.has(pid)) signal(pid, "SIGTERM");
      asked.add(pid);
    }
    await sleep(pause);
  }
  return asked.size;
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in between, or the next look finds it again.
  }
};

const listProcesses = (since: number): Process[] =>
  process.platform === "linux" ? listByProc(since) : listByPs();

const listByProc = (since: number): Process[] =>
  readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const { state, group, started } = statOf(name);
    if (state === "Z" || started < since) return [];
    const variables = readProc(`/proc/${name}/environ`).split("\0");
    const marker = variables.find((each) => each.startsWith(`${markerName}=`));
    return [{ pid: Number(name), group, marker: marker?.slice(markerName.length + 1) ?? null }];
  });

/** When this process started, in ticks since the machine did. */
const ownStart = (): number => (process.platform === "linux" ? statOf("self").started : 0);

/** What follows the name, which may hold anything, in a process's line: proc(5). One that has ended started never. */
const statOf = (name: string): { state: string; group: number; started: number } => {
  const stat = readProc(`/proc/${name}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", group: Number(fields[2]), started: Number(fields[19] ?? -1) };
};

/** Processes end while we look, and those of other users are closed to us: both read as empty. */
const readProc = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
};

/** `ps -E` shows the environment after the command; a marker holds no space that matters to the search. */
const listByPs = (): Process[] => {
  const table = execFileSync("ps", ["-A", "-E", "-ww", "-o", "pid=,pgid=,stat=,command="], {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
  });
  return table.split("\n").flatMap((line) => {
    const fields = /^\s*(?<pid>\d+)\s+(?<group>\d+)\s+(?<state>\S+)\s+(?<command>.*)$/.exec(line)?.groups;
    if (!fields || fields.state?.startsWith("Z")) return [];
    const marker = new RegExp(` ${markerName}=(.*?)(?= [A-Za-z_]\\w*=|$)`).exec(fields.command ?? "");
    return [{ pid: Number(fields.pid), group: Number(fields.group), marker: marker?.[1] ?? null }];
  });
};
