import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { replaceFile } from "../git/files.ts";
import { type Home, lockHome } from "./home.ts";

const runSchema = z.object({
  pid: z.int().min(1),
  /** The plan's id. */
  plan: z.string(),
  forge: z.enum(["local", "github"]),
  /** The command that goes on with it. */
  command: z.string(),
  begun: z.iso.datetime(),
  /** `null` while it runs, and for ever when it was killed. */
  ended: z.iso.datetime().nullable(),
});

const journalSchema = z.object({
  last: runSchema,
  /** The file of each plan that has run here, by the plan's id. */
  plans: z.record(z.string(), z.string()),
  /** The branch that each plan's last run took for its base, by the plan's id. */
  bases: z.record(z.string(), z.string()).default({}),
});

/** The run that began last on this machine. */
export type LastRun = z.output<typeof runSchema> & {
  /** Whether it is still at work; one that is not and has not ended was killed. */
  readonly isAlive: boolean;
};

/** What is known of the runs of a home. */
interface Journal {
  readonly last: LastRun | null;
  readonly plans: Readonly<Record<string, string>>;
  readonly bases: Readonly<Record<string, string>>;
}

const fileIn = ({ dir }: Pick<Home, "dir">): string => join(dir, "runs.json");

interface Noted extends Pick<LastRun, "plan" | "forge" | "command"> {
  /** The plan's file. */
  readonly file: string;
  /** The branch that is taken for its base; `null` when that is none. */
  readonly base: string | null;
}

/** Writes down that a run is at work here, until it is disposed of; whoever calls holds the home. */
export const noteRun = async (home: Home, { file, base, ...run }: Noted): Promise<AsyncDisposable> => {
  const { plans, bases } = await readJournal(home);
  const last = { pid: process.pid, ...run, begun: new Date().toISOString(), ended: null };
  const write = async (ended: string | null): Promise<void> => {
    const journal = {
      last: { ...last, ended },
      plans: { ...plans, [run.plan]: resolve(file) },
      bases: base === null ? bases : { ...bases, [run.plan]: base },
    };
    replaceFile(fileIn(home), `${JSON.stringify(journal, null, 2)}\n`);
  };
  await write(null);
  return {
    // The home may be gone by then: that was told already.
    [Symbol.asyncDispose]: () => write(new Date().toISOString()).catch(() => undefined),
  };
};

/** What runs have left word of; nothing in a home that is not there. */
export const readJournal = async (home: Home): Promise<Journal> => {
  const text = await readFile(fileIn(home), "utf8").catch(() => "null");
  const read = journalSchema.safeParse(parsedOrNull(text)).data;
  if (!read) return { last: null, plans: {}, bases: {} };
  const isAlive = read.last.ended === null && isThere(read.last.pid) && isHeld(home);
  return { last: { ...read.last, isAlive }, plans: read.plans, bases: read.bases };
};

const parsedOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Whether there is a process of that number: after a while it may be another. */
const isThere = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** A run holds its home for as long as it lives. */
const isHeld = (home: Home): boolean => {
  try {
    lockHome(home)[Symbol.dispose]();
    return false;
  } catch {
    return true;
  }
};
