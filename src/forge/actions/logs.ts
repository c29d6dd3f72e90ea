import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../../git/files.ts";

/** A line of a job's log, without its line break. */
export interface LogLine {
  /** The number of the step that it belongs to; 0 for the job itself. */
  readonly step: number;
  readonly text: string;
}

/** The logs of jobs, a file each. */
export interface JobLogs {
  readonly append: (jobId: number, line: LogLine, now: string) => void;
  /** What a job has logged, each line with its time; nothing for one that has not begun. */
  readonly read: (jobId: number) => LogLine[];
  /** Has a job have the log of another, too. */
  readonly copy: (from: number, to: number) => void;
  readonly remove: (jobIds: readonly number[]) => Promise<void>;
}

/** Keeps the logs in a folder. */
export const keepLogs = (folder: string): JobLogs => {
  const fileOf = (jobId: number) => join(folder, `${jobId}.log`);
  return {
    append: (jobId, { step, text }, now) => {
      mkdirSync(folder, { recursive: true });
      const time = now.replace("Z", ".0000000Z");
      appendFileSync(
        fileOf(jobId),
        text
          .split("\n")
          .map((line) => `${step}\t${time} ${line}\n`)
          .join(""),
      );
    },
    read: (jobId) => linesOf(readIfThere(fileOf(jobId))),
    copy: (from, to) => {
      if (existsSync(fileOf(from))) copyFileSync(fileOf(from), fileOf(to));
    },
    remove: async (jobIds) => {
      await Promise.all(jobIds.map((jobId) => rm(fileOf(jobId), { force: true })));
    },
  };
};

const linesOf = (content: string): LogLine[] =>
  content.split("\n").flatMap((line) => {
    const tab = line.indexOf("\t");
    return tab === -1 ? [] : [{ step: Number(line.slice(0, tab)), text: line.slice(tab + 1) }];
  });

const readIfThere = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return "";
    throw error;
  }
};
