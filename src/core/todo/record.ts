import { z } from "zod";
import { holdSchema, servedSchema } from "../account/hold.ts";
import { bookedSchema, nothingSpent, spentSchema } from "../cost/ledger.ts";
import { findingIds } from "../finding-id.ts";
import { maxPastLanes, pastLaneSchema } from "../lane/past-lane.ts";
import { openObject } from "../open-object.ts";
import { maxCommands } from "../plan/maxima.ts";
import { maxDepth, maxParts } from "../plan/order.ts";
import { maxPrograms } from "../plan/program.ts";
import { repositoryPaths } from "../repository-path.ts";
import { trackedSchema } from "../verdict/findings.ts";
import { ruleKeySchema } from "../verdict/rules.ts";
import { askSchema } from "../verdict/verdict.ts";
import { mergeWaitSchema } from "./merge-wait.ts";
import { nameSchema, newState, shaSchema, stateSchema } from "./state.ts";

/** Asks that one record holds; people's go before the reviewer's. */
export const maxRecordedAsks = 24;

/** Wishes of people that one record holds; more wait until some of these are answered. */
export const maxTakenUp = 100;

/** Todos besides its needs that a todo may rest on, those that contain others counted alone. */
export const maxPartners = 60;

/** Comments that a record remembers as obeyed: so many that a lost answer is never obeyed again. */
export const maxHeard = 16;
/** Comments whose commands were obeyed here, the latest last. */
export const heardSchema = z.array(z.int().min(1)).max(maxHeard);

/** Raised by what an earlier version would get wrong; keys that it may leave alone are added without. */
export const recordVersion = 2;

/** Where the output of a lane's programs is: the page of its run, or files of the machine, from the repository's root. */
const logsSchema = z.discriminatedUnion("kind", [
  openObject({ kind: z.literal("run"), url: z.url().max(500) }),
  openObject({ kind: z.literal("files"), paths: z.array(z.string().max(1000)).max(5) }),
]);
export type Logs = z.output<typeof logsSchema>;

/** Commits that an integration branch was made of, at most: as many as a todo's needs, and those that came for them. */
const maxMerged = 60;

/** What of the work below it a branch contains. */
const restedSchema = openObject({
  /** The branch that it rests on. */
  of: nameSchema,
  /** The last commit of that branch that it contains. */
  commit: shaSchema,
  /** The heads that were merged there, where it is an integration branch. */
  parts: z.array(shaSchema).max(maxMerged).default([]),
  /** Whether it was another todo's work when the branch took it in: the base may have that by other commits. */
  isOthers: z.literal(true).optional(),
  /** What the branch had of the plan's base before that was rewound, and was made anew without. */
  dropped: shaSchema.optional(),
});
export type Rested = z.output<typeof restedSchema>;

/** Work that is to be cut into parts. */
const cutSchema = openObject({
  /** The whole of it. */
  work: shaSchema,
  /** Head of the branch as it was when that was asked: the first part comes after it. */
  onto: shaSchema,
  /** How many of the order keys after the todo's own are kept for its parts. */
  letters: z.int().min(0).max(maxParts).default(0),
  /** How many zeros stand before the numbers of its parts; `null` until a lane has begun to cut it. */
  depth: z.int().min(0).max(maxDepth).nullable().default(null),
});

/** Which part of a todo's work it is, from 1, and of how many. */
const partSchema = openObject({
  at: z.int().min(1),
  of: z.int().min(2),
  /** Which time that was, from 1: one that grows over the limits again is cut again. */
  cut: z.int().min(1).default(1),
});

/** What the forge remembers of a todo: the JSON of its issue's marker. */
export const todoRecordSchema = openObject({
  v: z.literal(recordVersion),
  kind: z.literal("todo"),
  plan: nameSchema,
  todo: nameSchema,
  body: nameSchema,
  order: nameSchema,
  branch: nameSchema,
  phase: z.int().min(0),
  needs: z.array(nameSchema).max(60),
  /** The todo whose review asked for this one, and the ask's key; `null` for a todo of the plan. */
  from: openObject({ todo: nameSchema, key: nameSchema }).nullable(),
  state: stateSchema,
  /** The last claim ever won: the next one must descend from it. */
  claimed: shaSchema.nullable(),
  /** Base branch of the pull request. */
  base: nameSchema.nullable(),
  pull: z.int().min(1).nullable(),
  /** What of its base its head contains; `null` where no lane has said so yet. */
  rested: restedSchema.nullable().default(null),
  /** There while its branch is to take in what lands before it, the plan's base as it is now as well, before its agent goes on. */
  behind: z.literal(true).optional(),
  /** Head of the branch as last published; its start before anything was proposed. */
  head: shaSchema.nullable(),
  /** The gates that passed, at which head, and keys of the plan's commands that ran for them. */
  checked: openObject({
    commit: shaSchema,
    gates: z.array(nameSchema).max(20),
    ran: z.array(ruleKeySchema).max(maxCommands).default([]),
  }).nullable(),
  /** What its merge waits for besides the rest of the plan. */
  mergeWait: mergeWaitSchema.nullable().default(null),
  /** Unpublished work that the next run goes on from, kept under `refs/milepost/wip`. */
  resume: shaSchema.nullable(),
  lines: z.int().min(0).nullable(),
  /** There while its work is to be cut into parts. */
  cut: cutSchema.nullable().default(null),
  /** There once it was cut: the first part is its own, the others are todos that came from it. */
  part: partSchema.nullable().default(null),
  /** How often it was cut. */
  cuts: z.int().min(0).default(0),
  /** Reviews settled so far. */
  rounds: z.int().min(0),
  /** Rounds that no longer count towards the limit, because a person said so; fewer than none when they gave fewer. */
  forgiven: z.int(),
  /** Runs that failed in this round, by their own doing. */
  failed: z.int().min(0),
  /** Runs that were cut off in this round: killed, cancelled, machine lost. */
  lost: z.int().min(0),
  /** Ends running that were nobody's fault and brought nothing. */
  excused: z.int().min(0).default(0),
  /** The account that turned its last lane away, or that this one tries again; `null` since it served. */
  hold: holdSchema.nullable().default(null),
  /** The accounts that served it last, of its agent and its reviewer. */
  served: z.array(servedSchema).max(2).default([]),
  /** Accounts whose models declined the todo, or could not read all of it. */
  declined: z.array(nameSchema).max(maxPrograms).default([]),
  /** Todos with which it failed when they were to land together: it rests on them besides its needs. */
  partners: z.array(nameSchema).max(maxPartners).default([]),
  /** What the last review, gate or conflict asks for: each open fix stands for one of these. */
  asks: z.array(askSchema).max(maxRecordedAsks),
  /** What reviews found, and how each finding stands. */
  findings: z.array(trackedSchema).max(24),
  /** What the agent said of its work, by the round that judged it. */
  answers: z.array(openObject({ round: z.int().min(1), text: z.string().max(400) })).max(5),
  /** Keys of what people asked for or approved, in reviews and in issues, that was taken up. */
  takenUp: z.array(askSchema.shape.key).max(maxTakenUp),
  /** What agents and reviewers took for it so far. */
  spent: spentSchema,
  /** The bills that it holds, the latest of them; none where an earlier version kept no names. */
  booked: bookedSchema.default([]),
  /** The lanes that it was in, the latest of them. */
  lanes: z.array(pastLaneSchema).max(maxPastLanes).default([]),
  /** How often people were told why it waits for them, each time in a comment of its own, and the key of what was told last; `null` since it went on. */
  told: openObject({ times: z.int().min(0), reason: z.string().max(16).nullable() }).default({
    times: 0,
    reason: null,
  }),
  /** Where what the programs of its last lane printed is; `null` before there was one. */
  logs: logsSchema.nullable().default(null),
  /** What a person has opened to this todo beyond what its body owns: files, and folders with all in them. */
  granted: repositoryPaths,
  /** Findings of the secrets gate that a person let pass, by their ids. */
  allowed: findingIds,
  paused: z.boolean(),
  /** The body that a person gave the todo to, whatever the plan says; `null` when nobody did. */
  reassigned: nameSchema.nullable(),
  heard: heardSchema,
  /** There when its issue was somebody's own: what the plan calls it, since the issue keeps its author's words. */
  adopted: openObject({ title: z.string().max(256) }).optional(),
});
export type TodoRecord = z.output<typeof todoRecordSchema>;

/** What a record says besides its state. */
export type TodoFacts = Omit<TodoRecord, "v" | "kind" | "state">;

type TodoIdentity = Pick<
  TodoRecord,
  "plan" | "todo" | "body" | "order" | "branch" | "phase" | "needs" | "from"
>;

/** The record of a todo that nobody has begun. Named one by one: a spread grows it step by step, and plans have thousands. */
export const newRecord = ({
  plan,
  todo,
  body,
  order,
  branch,
  phase,
  needs,
  from,
}: TodoIdentity): TodoRecord => ({
  v: recordVersion,
  kind: "todo",
  plan,
  todo,
  body,
  order,
  branch,
  phase,
  needs,
  from,
  state: newState,
  claimed: null,
  base: null,
  rested: null,
  pull: null,
  head: null,
  checked: null,
  mergeWait: null,
  resume: null,
  lines: null,
  cut: null,
  part: null,
  cuts: 0,
  rounds: 0,
  forgiven: 0,
  failed: 0,
  lost: 0,
  excused: 0,
  hold: null,
  served: [],
  declined: [],
  partners: [],
  asks: [],
  findings: [],
  answers: [],
  takenUp: [],
  spent: nothingSpent,
  booked: [],
  lanes: [],
  told: { times: 0, reason: null },
  logs: null,
  granted: [],
  allowed: [],
  paused: false,
  reassigned: null,
  heard: [],
});
