import { z } from "zod";
import { openObject } from "../open-object.ts";
import type { ProgramTrouble } from "./trouble.ts";

const account = z.string().min(1).max(200);

/** An account that is not to be used for a while, as the lane that found it so wrote it down. */
export const holdSchema = openObject({
  account,
  kind: z.enum(["limited", "overloaded", "offline"]),
  /** ISO 8601: till when no lane starts on it. */
  until: z.iso.datetime(),
  /** How often running it was found so: while no end is told, each wait is twice as long as the one before. */
  times: z.int().min(1),
});
export type AccountHold = z.output<typeof holdSchema>;

/** An account that answered, and when the lane began in which it did. */
export const servedSchema = openObject({ account, at: z.iso.datetime() });
export type Served = z.output<typeof servedSchema>;

const minute = 60_000;
/** The first wait where no end is told, and the longest. */
const firstWaitMs = 5 * minute;
const longestWaitMs = 60 * minute;
/** The second wait where the end that was told had passed. */
const passedWaitMs = minute / 6;
/** The longest that is believed: a year-old clock or a jest of a program's holds nobody for ever. */
const longestToldMs = 8 * 24 * 60 * minute;

/** What holds an account; the others say nothing about it. */
export type HoldingTrouble = Extract<ProgramTrouble, { kind: AccountHold["kind"] }>;

export const isHolding = (trouble: ProgramTrouble): trouble is HoldingTrouble =>
  trouble.kind === "limited" || trouble.kind === "overloaded" || trouble.kind === "offline";

const untoldMs = (times: number): number => doubled(firstWaitMs, times - 1);

/** What is over by its own word is tried at once; then it may have begun anew, or a clock is wrong. */
const passedMs = (times: number): number => (times === 1 ? 0 : doubled(passedWaitMs, times - 2));

const doubled = (waitMs: number, often: number): number =>
  Math.min(waitMs * 2 ** Math.min(often, 10), longestWaitMs);

/** The hold that a trouble is; `before` is the one that the account was tried after, if any. */
export const holdOf = (
  trouble: HoldingTrouble,
  { account, before, now }: { account: string; before: AccountHold | null; now: Date },
): AccountHold => {
  const times = before?.account === account ? before.times + 1 : 1;
  const told =
    "until" in trouble && trouble.until !== null ? Date.parse(trouble.until) - now.getTime() : null;
  const waitMs = told === null ? untoldMs(times) : told > 0 ? Math.min(told, longestToldMs) : passedMs(times);
  return { account, kind: trouble.kind, until: new Date(now.getTime() + waitMs).toISOString(), times };
};
