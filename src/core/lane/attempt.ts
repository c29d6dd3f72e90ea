import { z } from "zod";
import { laneStarts } from "../todo/state.ts";
import type { Entry } from "./handoff.ts";
import { lanePhases } from "./lane-phase.ts";

/*
 * What is kept of a lane for people who look back: a folder for each, with what its programs printed.
 */

const name = z.string().max(300);

/** `attempt.json`: which lane it was of, when it began and how it ended. */
export const attemptSchema = z.object({
  plan: name,
  body: name,
  todo: name,
  order: name,
  /** Which of its todo's lanes it is, from 1. */
  number: z.int().min(1),
  /** The round that its review is, from 1. */
  round: z.int().min(1),
  /** Which run of the agent it is in its round, from 1. */
  attempt: z.int().min(1),
  claim: name,
  /** `review` when no agent ran, and what was there was only reviewed; `restack` when it took in what is below. */
  from: z.enum(laneStarts),
  begun: z.iso.datetime(),
  /** When each of its steps began; none where an earlier version wrote it. */
  phases: z.array(z.object({ phase: z.enum(lanePhases), at: z.iso.datetime() })).default([]),
  /** What the sandbox denied its programs, each after who was denied it; none where an earlier version wrote it. */
  denied: z.array(z.string()).default([]),
  /** `null` while it runs, and for ever when its run was killed. */
  ended: z.object({ at: z.iso.datetime(), result: name, detail: z.string() }).nullable(),
});
export type AttemptNote = z.output<typeof attemptSchema>;

/** The folder of a lane's attempt, in its todo's hand-off directory. */
export const attemptFolder = ({
  round,
  attempt,
  claim,
}: Pick<Entry, "round" | "attempt" | "claim">): string =>
  `attempts/r${round}-a${attempt}-${claim.slice(0, 7)}`;

/** Which program of a lane printed something. */
export const logSteps = ["setup", "agent", "verify", "review"] as const;
export type LogStep = (typeof logSteps)[number];

/** One program's run in a log: what stands above what it printed. */
export interface LogHead {
  /** When it began, ISO 8601. */
  readonly at: string;
  readonly step: LogStep;
  /** The plan's command, or which program it is. */
  readonly what: string;
}

/** The line above what a program printed. */
export const logHeadLine = ({ at, step, what }: LogHead): string =>
  `[milepost ${at} ${step}: ${what.replace(/\s+/g, " ").trim()}]`;

/** The line below it. */
export const logEndLine = (how: string): string => `[milepost ended: ${how}]`;

/** Reads a line above what a program printed; `null` for any other. */
export const readLogHead = (line: string): LogHead | null => {
  const [, at, step, what] = /^\[milepost (\S+Z) (\w+): (.*)\]$/.exec(line) ?? [];
  const known = logSteps.find((one) => one === step);
  return at === undefined || what === undefined || known === undefined ? null : { at, step: known, what };
};

/** Reads a line below what a program printed: how it ended; `null` for any other. */
export const readLogEnd = (line: string): string | null =>
  /^\[milepost ended: (.*)\]$/.exec(line)?.[1] ?? null;
