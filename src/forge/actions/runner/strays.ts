import { readdir, readFile } from "node:fs/promises";
import { execa } from "execa";
import { errorCode } from "../../../git/files.ts";

/**
 * Ends every process that carries a job's `RUNNER_TRACKING_ID` in its environment, as GitHub's runner does when a
 * job is over: steps run in sessions of their own, which outlive whoever started them.
 */
export const endStrays = async (trackingId: string): Promise<void> => {
  const mark = `RUNNER_TRACKING_ID=${trackingId}`;
  const pids = process.platform === "linux" ? await marked(mark) : await markedByPs(mark);
  for (const pid of pids) {
    if (pid === process.pid) continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch (error) {
      if (errorCode(error) !== "ESRCH") throw error;
    }
  }
};

/** One after another: a machine may have more processes than a process may have files. */
const marked = async (mark: string): Promise<number[]> => {
  const found: number[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    // A process that is gone, or another user's, cannot be read and is none of ours.
    const environment = await readFile(`/proc/${name}/environ`, "utf8").catch(() => "");
    if (environment.split("\0").includes(mark)) found.push(Number(name));
  }
  return found;
};

const markedByPs = async (mark: string): Promise<number[]> => {
  const { stdout } = await execa("ps", ["-axEww", "-o", "pid=,command="]);
  return stdout.split("\n").flatMap((line) => (line.includes(mark) ? [Number.parseInt(line, 10)] : []));
};
