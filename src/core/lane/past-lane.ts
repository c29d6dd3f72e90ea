import { z } from "zod";
import { costSteps } from "../cost/ledger.ts";
import { openObject } from "../open-object.ts";

/*
 * What a todo's record remembers of each lane that it was in: when, how it ended, what its programs took. Timelines and
 * costs over time are made of it, on whatever machine they are read.
 */

const name = z.string().min(1).max(200);

/** How a lane ended, as a code; `lost` is one that nobody settled. */
const laneOutcomes = [
  "approved",
  "changes",
  "refused",
  "restacked",
  "conflict",
  "failed",
  "blocked",
  "nothing",
  "unreadable",
  "unattributed",
  "misconfigured",
  "troubled",
  "held-up",
  "unreviewed",
  "interrupted",
  "lost",
] as const;
export type LaneOutcome = (typeof laneOutcomes)[number];

/** What the runs of one step took. */
const laneRunSchema = openObject({
  step: z.enum(costSteps),
  /** The account of the program; `null` where none is known. */
  account: name.nullable(),
  milliseconds: z.number().min(0),
  tokens: z.int().min(0),
  /** What counts against the plan's limit besides is in `assumedUsd`. */
  usd: z.number().min(0),
  assumedUsd: z.number().min(0).default(0),
});
export type LaneRun = z.output<typeof laneRunSchema>;

/** Lanes that a record remembers, the latest. */
export const maxPastLanes = 10;

/** One lane that has ended. */
export const pastLaneSchema = openObject({
  /** The first letters of its claim. */
  claim: z.string().max(12),
  begun: z.iso.datetime(),
  /** `null` when nobody saw its end. */
  ended: z.iso.datetime().nullable(),
  /** The round that its review is, from 1. */
  round: z.int().min(1),
  how: z.enum(laneOutcomes),
  /** The gates that failed. */
  gates: z.array(name).max(20).default([]),
  ran: z.array(laneRunSchema).max(costSteps.length).default([]),
});
export type PastLane = z.output<typeof pastLaneSchema>;

/** The letters of a claim by which its lane is known. */
export const laneName = (claim: string): string => claim.slice(0, 12);

/** The lanes with one more at their end; the oldest go. */
export const withLane = (lanes: readonly PastLane[], lane: PastLane): PastLane[] =>
  [...lanes.filter(({ claim }) => claim !== lane.claim), lane].slice(-maxPastLanes);
