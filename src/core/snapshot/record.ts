import { z } from "zod";
import { noticeMemorySchema } from "../notice/memory.ts";
import { openObject } from "../open-object.ts";
import { heardSchema, recordVersion, todoRecordSchema } from "../todo/record.ts";
import { fromV1, todoRecordV1Schema } from "../todo/record-v1.ts";
import { nameSchema, shaSchema, type WantedStatus } from "../todo/state.ts";
import { askSchema } from "../verdict/verdict.ts";

/** The label that marks everything Milepost owns. */
export const ownLabel = "milepost";
export const statusLabel = (status: WantedStatus): string => statusLabels[status];
const statusLabels: Readonly<Record<WantedStatus, string>> = {
  pending: "milepost:pending",
  ready: "milepost:ready",
  working: "milepost:working",
  review: "milepost:review",
  changes: "milepost:changes",
  approved: "milepost:approved",
  blocked: "milepost:blocked",
};

const commentSchema = heardSchema.element;

/** What the forge remembers of a fix: which todo's pull request it is about, and which ask it stands for. */
const fixRecordSchema = openObject({
  v: z.literal(1),
  kind: z.literal("fix"),
  plan: nameSchema,
  todo: nameSchema,
  key: nameSchema,
  cause: askSchema.shape.cause,
  round: z.int().min(0),
});
export type FixRecord = z.output<typeof fixRecordSchema>;

/** So many proofs of the same heads may be outdated by a base that moves: then the last one counts. */
export const maxProofs = 3;

/** Todos that the forge is told of as parts and blockers at most: the record of more would be too long. */
export const maxLinked = 500;

/** People that a record remembers as refused, the latest of them. */
export const maxRefused = 100;

/** What the forge remembers of the plan as a whole. */
export const trackingRecordSchema = openObject({
  /** 1 while a run that reads no other holds a todo. */
  v: z.literal([1, recordVersion]),
  kind: z.literal("tracking"),
  plan: nameSchema,
  /** Nothing new starts. */
  paused: z.boolean(),
  /** What runs is cancelled, too. */
  stopped: z.boolean(),
  heard: heardSchema,
  /** How far comments have been read. */
  inbox: openObject({
    /** Comments that changed before this were read. */
    since: z.iso.datetime(),
    /** Comments with commands, changed since then, that were answered. */
    answered: z.array(commentSchema).max(100),
    /** Comments whose commands wait until no run holds the todo, and its head when they were first read. */
    waiting: z
      .array(openObject({ comment: commentSchema, todo: nameSchema, head: shaSchema.nullable() }))
      .max(50),
    /** Logins of people without write access who were told so: they are not told again. */
    refused: z.array(z.string().max(100)).max(maxRefused).default([]),
  }),
  /** The plan's commands that have passed on its base, by their key; nothing before, nor where a laptop ran them. */
  proven: nameSchema.optional(),
  /** What `--set` set instead of the plan's, as the last run was started; nothing when nothing was. */
  set: z.array(z.string().max(1000)).max(50).optional(),
  /** When a person last asked to try again what was blocked: what failed on the base before that is run again. */
  retriedAt: z.iso.datetime().optional(),
  /** On which bases a proof of what lands was begun, the last ones, and of which heads and commands it was. */
  landing: openObject({ of: nameSchema, bases: z.array(shaSchema).max(maxProofs) }).optional(),
  /** What landed, and what it was proved on, once the milestone was closed with a proof. */
  landed: openObject({
    /** How many todos, and the base that they were merged on. */
    todos: z.int().min(0),
    base: shaSchema,
    tree: shaSchema,
    isFlaky: z.boolean(),
    isOutdated: z.boolean(),
  }).optional(),
  /** Marks of the todos whose issues the forge shows as parts of the tracking issue and blocked by what they need. */
  linked: z.array(z.string().max(16)).max(maxLinked).optional(),
  /** Which notices were sent; nothing before the first. */
  notices: noticeMemorySchema.optional(),
});
export type TrackingRecord = z.output<typeof trackingRecordSchema>;
export type Inbox = TrackingRecord["inbox"];

/** The record of a plan whose comments nobody has read before `now`. */
export const newTracking = (plan: string, now: Date): TrackingRecord => ({
  v: recordVersion,
  kind: "tracking",
  plan,
  paused: false,
  stopped: false,
  heard: [],
  inbox: { since: toSecond(now), answered: [], waiting: [], refused: [] },
});

/** A time as the forge writes it: to the second. */
const toSecond = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

/** Any record, as any version wrote it, read as this one would. */
export const recordSchema = z
  .discriminatedUnion("kind", [
    z.discriminatedUnion("v", [todoRecordSchema, todoRecordV1Schema]),
    fixRecordSchema,
    trackingRecordSchema,
  ])
  .transform((record) => (record.kind === "todo" && record.v === 1 ? fromV1(record) : record));
export type MilepostRecord = z.output<typeof recordSchema>;

/** Kinds of records that this version knows. */
export const isKind = (kind: string): boolean => kind === "todo" || kind === "fix" || kind === "tracking";
