import { existsSync, readFileSync } from "node:fs";

/** Whether a process runs: one that has ended but that nobody waited for does not. */
export const isAlive = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && !/^.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
