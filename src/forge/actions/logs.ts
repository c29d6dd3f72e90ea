import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

/** The logs of jobs, a file each. */
export interface Logs {
  readonly append: (jobId: number, line: string, now: string) => void;
  /** What a job has logged; empty for one that has not begun. */
  readonly read: (jobId: number) => string;
  readonly remove: (jobIds: readonly number[]) => Promise<void>;
}

/** Keeps the logs in a folder; a line starts with its time, as in GitHub's. */
export const keepLogs = (folder: string): Logs => {
  mkdirSync(folder, { recursive: true });
  const fileOf = (jobId: number) => join(folder, `${jobId}.log`);
  return {
    append: (jobId, line, now) => appendFileSync(fileOf(jobId), `${now.replace("Z", ".0000000Z")} ${line}\n`),
    read: (jobId) => {
      try {
        return readFileSync(fileOf(jobId), "utf8");
      } catch (error) {
        if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
        throw error;
      }
    },
    remove: async (jobIds) => {
      await Promise.all(jobIds.map((jobId) => rm(fileOf(jobId), { force: true })));
    },
  };
};
