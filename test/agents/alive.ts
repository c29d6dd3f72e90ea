import { readFileSync } from "node:fs";

/** Whether a process runs: one that has ended but that nobody waited for does not. */
export const isAlive = (pid: number): boolean => {
  try {
    return !/^.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};
