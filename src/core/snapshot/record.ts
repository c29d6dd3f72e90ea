import { z } from "zod";
import { bookedSchema, nothingSpent, spentSchema } from "../cost/ledger.ts";
import { openObject } from "../open-object.ts";
import { mostCommands } from "../plan/most.ts";
import { repositoryPaths } from "../repository-path.ts";
import { trackedSchema } from "../verdict/findings.ts";
import { mostRules, ruleKeySchema } from "../verdict/rules.ts";
import { askSchema } from "../verdict/verdict.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const name = z.string().min(1).max(300);
const comment = z.int().min(1);
/** Comments whose commands were obeyed here, the latest last: so many that a lost answer is never obeyed again. */
const heard = z.array(comment).max(16);

/** Where the output of a lane's programs is: the page of its run, or files of the machine, from the repository's root. */
const logsSchema = z.discriminatedUnion("kind", [
  openObject({ kind: z.literal("run"), url: z.url().max(500) }),
  openObject({ kind: z.literal("files"), paths: z.array(z.string().max(1000)).max(5) }),
]);
export type Logs = z.output<typeof logsSchema>;

/** The states of a todo; each is the label `milepost:<status>`, so a person reads them in the issue list. */
export const statuses = ["pending", "ready", "working", "review", "changes", "approved", "blocked"] as const;
export type Status = (typeof statuses)[number];

/** The label that marks everything Milepost owns. */
export const ownLabel = "milepost";
export const statusLabel = (status: Status): string => `milepost:${status}`;

/** Asks that one record holds; people's go before the reviewer's. */
export const mostRecordedAsks = 24;

/** Wishes of people that one record holds; more wait until some of these are answered. */
export const mostTakenUp = 100;

/** Raised by what an earlier version would get wrong; keys that it may leave alone are added without. */
export const recordVersion = 1;

/** What the forge remembers of a todo: the JSON of its issue's marker. */
export const todoRecordSchema = openObject({
  v: z.literal(recordVersion),
  kind: z.literal("todo"),
  plan: name,
  todo: name,
  body: name,
  order: name,
  branch: name,
  phase: z.int().min(0),
  needs: z.array(name).max(60),
  /** The todo whose review asked for this one, and the ask's key; `null` for a todo of the plan. */
  from: openObject({ todo: name, key: name }).nullable(),
  status: z.enum(statuses),
  /** The live claim: the run that holds the todo and the commit that won it; `null` when nobody does. */
  claim: openObject({ run: name, sha, at: z.iso.datetime() }).nullable(),
  /** The last claim ever won: the next one must descend from it. */
  claimed: sha.nullable(),
  /** Base branch of the pull request. */
  base: name.nullable(),
  /** Reviews settled so far. */
  rounds: z.int().min(0),
  /** Rounds that no longer count towards the limit, because a person said so; fewer than none when they gave fewer. */
  forgiven: z.int(),
  /** Runs that failed in this round, by their own doing. */
  failed: z.int().min(0),
  /** Runs that were cut off in this round: killed, cancelled, machine lost. */
  lost: z.int().min(0),
  pull: z.int().min(1).nullable(),
  /** Head of the branch as last published; its start before anything was proposed. */
  head: sha.nullable(),
  /** The gates that passed, at which head, and keys of the plan's commands that ran for them. */
  checked: openObject({
    commit: sha,
    gates: z.array(name).max(20),
    ran: z.array(ruleKeySchema).max(mostCommands).default([]),
  }).nullable(),
  /** Unpublished work that the next run goes on from, kept under `refs/milepost/wip`. */
  resume: sha.nullable(),
  lines: z.int().min(0).nullable(),
  verdict: openObject({
    commit: sha,
    approved: z.boolean(),
    round: z.int().min(1),
    /** Keys of the plan's rules that it confirmed; none where an earlier version wrote how many they were. */
    rules: z.array(ruleKeySchema).max(mostRules).catch([]),
    by: name,
    /** There when the forge took it as a comment alone, for want of a second identity. */
    informal: z.literal(true).optional(),
    /** Whether `by` is a person, who overrides the reviewer. */
    person: z.boolean(),
  }).nullable(),
  /** What the last review, gate or conflict asks for: each open fix stands for one of these. */
  asks: z.array(askSchema).max(mostRecordedAsks),
  /** What reviews found, and how each finding stands. */
  findings: z.array(trackedSchema).max(24),
  /** What the agent said of its work, by the round that judged it. */
  answers: z.array(openObject({ round: z.int().min(1), text: z.string().max(400) })).max(5),
  /** Keys of what people asked for or approved, in reviews and in issues, that was taken up. */
  takenUp: z.array(askSchema.shape.key).max(mostTakenUp),
  /** What agents and reviewers took for it so far. */
  spent: spentSchema,
  /** The bills that it holds, the latest of them; none where an earlier version kept no names. */
  booked: bookedSchema.default([]),
  /** Why it waits for a person: a line, and below it what a gate or a program said. */
  blocked: z.string().max(2000).nullable(),
  /** How often people were told of that, each time in a comment of its own, and the key of what was told last; `null` since it went on. */
  told: openObject({ times: z.int().min(0), reason: z.string().max(16).nullable() }).default({
    times: 0,
    reason: null,
  }),
  /** Where what the programs of its last lane printed is; `null` before there was one. */
  logs: logsSchema.nullable().default(null),
  /** What a person has opened to this todo beyond what its body owns: files, and folders with all in them. */
  granted: repositoryPaths,
  /** What its agent asks a person to open to it. */
  wants: repositoryPaths,
  paused: z.boolean(),
  /** The body that a person gave the todo to, whatever the plan says; `null` when nobody did. */
  reassigned: name.nullable(),
  heard,
  /** Who skipped it by a command, and why; `null` when nobody did. */
  skipped: z.string().max(400).nullable().default(null),
  /** Removed from the plan before it was begun, and therefore closed. */
  removed: z.boolean(),
});
export type TodoRecord = z.output<typeof todoRecordSchema>;

/** The record of a todo that nobody has begun. */
export const newRecord = (
  identity: Pick<TodoRecord, "plan" | "todo" | "body" | "order" | "branch" | "phase" | "needs" | "from">,
): TodoRecord => ({
  v: recordVersion,
  kind: "todo",
  ...identity,
  status: "pending",
  claim: null,
  claimed: null,
  base: null,
  rounds: 0,
  forgiven: 0,
  failed: 0,
  lost: 0,
  pull: null,
  head: null,
  checked: null,
  resume: null,
  lines: null,
  verdict: null,
  asks: [],
  findings: [],
  answers: [],
  takenUp: [],
  spent: nothingSpent,
  booked: [],
  blocked: null,
  told: { times: 0, reason: null },
  logs: null,
  granted: [],
  wants: [],
  paused: false,
  reassigned: null,
  heard: [],
  skipped: null,
  removed: false,
});

/** Where a todo stood before its agent began. */
export const statusBefore = (record: TodoRecord): TodoRecord["status"] =>
  record.asks.length > 0 || record.rounds > 0 ? "changes" : "pending";

/** What the forge remembers of a fix: which todo's pull request it is about, and which ask it stands for. */
export const fixRecordSchema = openObject({
  v: z.literal(recordVersion),
  kind: z.literal("fix"),
  plan: name,
  todo: name,
  key: name,
  cause: askSchema.shape.cause,
  round: z.int().min(0),
});
export type FixRecord = z.output<typeof fixRecordSchema>;

/** What the forge remembers of the plan as a whole. */
export const trackingRecordSchema = openObject({
  v: z.literal(recordVersion),
  kind: z.literal("tracking"),
  plan: name,
  /** Nothing new starts. */
  paused: z.boolean(),
  /** What runs is cancelled, too. */
  stopped: z.boolean(),
  heard,
  /** How far comments have been read. */
  inbox: openObject({
    /** Comments that changed before this were read. */
    since: z.iso.datetime(),
    /** Comments with commands, changed since then, that were answered. */
    answered: z.array(comment).max(100),
    /** Comments whose commands wait until no run holds the todo, and its head when they were first read. */
    waiting: z.array(openObject({ comment, todo: name, head: sha.nullable() })).max(50),
  }),
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
  inbox: { since: toSecond(now), answered: [], waiting: [] },
});

/** A time as the forge writes it: to the second. */
const toSecond = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`;

export const recordSchema = z.discriminatedUnion("kind", [
  todoRecordSchema,
  fixRecordSchema,
  trackingRecordSchema,
]);
export type MilepostRecord = z.output<typeof recordSchema>;

export const isKind = (kind: string): boolean =>
  recordSchema.options.some(({ shape }) => shape.kind.value === kind);
