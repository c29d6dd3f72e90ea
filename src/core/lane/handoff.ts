import { z } from "zod";
import { programTroubleSchema } from "../account/trouble.ts";
import { costSchema, maxBills } from "../cost/ledger.ts";
import { findingIds } from "../finding-id.ts";
import { maxDepth, maxParts } from "../plan/order.ts";
import { maxPrograms } from "../plan/program.ts";
import { proofEntrySchema } from "../proof/entry.ts";
import { landingEntrySchema } from "../proof/landing.ts";
import { repositoryPaths } from "../repository-path.ts";
import { verdictSchema } from "../verdict/verdict.ts";
import { handedResultSchema } from "./handed-result.ts";
import { unattributedSchema } from "./unattributed.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const name = z.string().min(1).max(300);
const place = z
  .int()
  .min(0)
  .max(maxPrograms - 1);

/** What any lane of a todo is told. */
const todoLane = z.strictObject({
  plan: name,
  body: name,
  todo: name,
  order: name,
  issue: z.int().min(1),
  branch: name,
  /** Whose commits its own are, where that is not who the plan says. */
  author: z.strictObject({ name, email: name }).optional(),
  /** Base branch of the pull request. */
  base: name,
  /** Head of the base branch when the todo was claimed. */
  baseSha: sha,
  /** The heads that its base was made of, where that is an integration branch. */
  parts: z.array(sha).max(60).optional(),
  /** Head of the branch as last published. */
  head: sha,
  /** Where the agent goes on from: `head`, or unpublished work that gates sent back. */
  start: sha,
  /** The round that this lane's review will be, from 1. */
  round: z.int().min(1),
  /** Runs of the agent in this round, this one included. */
  attempt: z.int().min(1),
  /** Issues of the fixes to answer. */
  fixes: z.array(z.int().min(1)),
  pull: z.int().min(1).nullable(),
  /** The head that a verdict was given for last. */
  reviewed: sha.nullable().default(null),
  /** What a person has opened to this todo beyond what its body owns. */
  granted: repositoryPaths,
  /** Findings of secrets that a person let pass. */
  allowed: findingIds,
  /** Whether the gates have passed at `head`. */
  checked: z.boolean(),
  worktree: name,
  claim: sha,
  /** The dollars that its runs may take together; not there without a limit. */
  usdLeft: z.number().min(0).optional(),
  /** Whether a lane held the todo before. */
  claimedBefore: z.boolean().optional(),
  /** Which of its body's agents works, and which of the plan's reviewers judges, from 0; `null`: none may now. */
  agent: place.default(0),
  reviewer: place.nullable().default(0),
  /** Whether its work is cut into parts where it is over the limits. */
  maySplit: z.literal(true).optional(),
  /** Whether it is a part of work that was cut. */
  isPart: z.literal(true).optional(),
});

/** A lane that has its agent work on the todo, or only its pull request reviewed. */
const workEntry = todoLane.extend({ kind: z.literal("work"), from: z.enum(["implement", "review"]) });
export type WorkEntry = z.output<typeof workEntry>;

/** A lane that has the todo's branch take in what is below it, without its agent. */
const restackEntry = todoLane.extend({
  kind: z.literal("restack"),
  from: z.literal("restack"),
  /** The commit of what it rested on that its head contains: its own change begins there. */
  rested: sha,
  /** What the merge is measured from; `null`: from what the two have in common. */
  mergeBase: sha.nullable(),
  /** Whether its agent is asked for something: then nothing of it is reviewed. */
  isAsked: z.boolean(),
  /** A commit that its base was rewound to before: the branch is made anew without it, as one commit. */
  dropped: sha.optional(),
  /** Whether the branch becomes one commit on its base instead of a merge. */
  asOne: z.literal(true).optional(),
});
export type RestackEntry = z.output<typeof restackEntry>;

/** A lane that cuts the todo's work into parts, without its agent. */
const splitEntry = todoLane.extend({
  kind: z.literal("split"),
  from: z.literal("split"),
  /** All of it, and the commit that its first part comes after. */
  work: sha,
  onto: sha,
  /** How many of the order keys after the todo's own are kept for its parts. */
  letters: z.int().min(0).max(maxParts),
  /** How many zeros stand before their numbers. */
  depth: z.int().min(0).max(maxDepth).default(0),
  /** How often it was cut before. */
  cuts: z.int().min(0).default(0),
  /** The number of the plan's milestone: its other parts have issues there. */
  milestone: z.int().min(1),
});
export type SplitEntry = z.output<typeof splitEntry>;

/** Entries had no kind while there was only one. */
const withKind = (given: unknown): unknown =>
  typeof given === "object" && given !== null && !("kind" in given) ? { kind: "work", ...given } : given;

/** An entry of a lane that works on a todo: all that it is told about it. */
export const entrySchema = z.preprocess(
  withKind,
  z.discriminatedUnion("kind", [workEntry, restackEntry, splitEntry]),
);
export type Entry = z.output<typeof entrySchema>;

/** What a lane is told, by what it is for. */
export const laneEntrySchema = z.preprocess(
  withKind,
  z.discriminatedUnion("kind", [workEntry, restackEntry, splitEntry, proofEntrySchema, landingEntrySchema]),
);
export type LaneEntry = z.output<typeof laneEntrySchema>;

/**
 * Whether no lane was ever there before: then nothing of a pull request can have been made yet. After a retry the
 * attempts are counted anew.
 */
export const isFirstLane = ({ from, round, attempt, pull, claimedBefore }: Entry): boolean =>
  from === "implement" && round === 1 && attempt === 1 && pull === null && claimedBefore !== true;

/** The step's own bills are the last; those before them are of hand-offs that it found and could not use. */
const costs = z.array(costSchema).max(maxBills);

/** `report.json` of the hand-off: what implement leaves, written last, so that its presence means "complete". */
export const reportSchema = z.strictObject({
  round: z.int().min(1),
  /** Issues of the fixes that it was asked for. */
  fixes: z.array(z.int().min(1)),
  /**
   * `unjudged`: the agent had ended, and its lane was cut off before the gates had judged what it made; `merged` and
   * `conflict`: nobody worked, and its branch was to take in what is below it; `cut` and `uncut`: nor did anybody, and
   * its work was to be cut into parts.
   */
  outcome: z.enum([
    "done",
    "nothing-to-do",
    "blocked",
    "failed",
    "interrupted",
    "unjudged",
    "troubled",
    "merged",
    "conflict",
    "cut",
    "uncut",
  ]),
  /** What kept the agent from its work: there when it is `troubled`. */
  trouble: programTroubleSchema.optional(),
  summary: z.string().max(20_000),
  start: sha,
  /** Where the work is: `change.bundle` brings it when it is not `start`. */
  head: sha,
  /** The tree of `head`, which stays when propose makes the commits coherent; `null` when nothing was made. */
  tree: sha.nullable(),
  gates: z.array(handedResultSchema),
  /** The parts that its work was cut into: how many pieces of it there are up to the end of each, and what was found there. */
  parts: z
    .array(z.strictObject({ end: z.int().min(1), tree: sha, gates: z.array(handedResultSchema) }))
    .max(maxParts)
    .optional(),
  /** Paths that the agent needs and its body does not own. */
  wants: repositoryPaths,
  costs,
  /** It waits for a person who says whether that was theirs; not there when nothing changed. */
  unattributed: unattributedSchema.optional(),
});
export type Report = z.output<typeof reportSchema>;

/** `proposal.json`: what propose did with the bundle. */
export const proposalSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("proposed"), pull: z.int().min(1), head: sha, lines: z.int().min(0) }),
  z.strictObject({
    kind: z.literal("refused"),
    /** The report's head: it is not handed on again. */
    work: sha,
    /** Where the next attempt begins. */
    head: sha,
    gates: z.array(handedResultSchema),
  }),
  z.strictObject({
    kind: z.literal("restacked"),
    pull: z.int().min(1),
    head: sha,
    lines: z.int().min(0),
    /** Whether the approval of the head before holds for this one. */
    carried: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("conflict"), paths: repositoryPaths }),
  /** Its base no longer has what it was begun on: it is kept, and begun anew. */
  z.strictObject({ kind: z.literal("rewound") }),
]);
export type Proposal = z.output<typeof proposalSchema>;

/**
 * The commit to review after these steps of a lane: what was proposed, or what an agent with nothing to do found there.
 * A head that was reviewed, or of which something is asked, is not reviewed until it changes; nor is one of which a
 * person is to say something first.
 */
export const headToReview = (
  entry: Entry,
  { outcome, unattributed }: Pick<Report, "outcome" | "unattributed">,
  proposal: Proposal | null,
): string | null => {
  const { head, pull, reviewed, fixes } = entry;
  if (entry.kind === "restack")
    return proposal?.kind === "restacked" && !proposal.carried && !entry.isAsked ? proposal.head : null;
  if (proposal?.kind === "proposed") return proposal.head;
  const isNew = reviewed === null ? fixes.length === 0 : reviewed !== head;
  return outcome === "nothing-to-do" && !unattributed && pull !== null && isNew ? head : null;
};

/** `broken.json`: why a step broke off, with the next step; no secret is in it. */
export const brokenSchema = z.strictObject({
  reason: z.string().min(1).max(4000),
  /** Whether it will break off again and again, until a person has mended the machine, a right or a setting. */
  isSetUp: z.boolean().default(false),
  /** What of the forge's it was, where that is nobody's fault. */
  excuse: z.enum(["forge-limited", "forge-offline"]).nullable().default(null),
});

/** What every review has: its bills, and as a report has it, what a person is to say of first. */
const always = { costs, unattributed: unattributedSchema.optional() };

/** `review.json`: what the reviewer answered about which commit. */
export const reviewSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("verdict"),
    head: sha,
    round: z.int().min(1),
    verdict: verdictSchema,
    /** What the gates say of a head that nobody had judged before; empty otherwise. */
    gates: z.array(handedResultSchema),
    ...always,
  }),
  z.strictObject({ kind: z.literal("refused"), head: sha, gates: z.array(handedResultSchema), ...always }),
  /** It is what was approved with what is below it merged in: nobody was asked. `gates` as of a verdict. */
  z.strictObject({ kind: z.literal("carried"), head: sha, gates: z.array(handedResultSchema), ...always }),
  z.strictObject({ kind: z.literal("unreadable"), head: sha, reason: z.string().max(20_000), ...always }),
  z.strictObject({
    kind: z.literal("failed"),
    head: sha,
    reason: z.string().max(20_000),
    /** There when it was ended for no fault of the reviewer's. */
    cutOff: z.literal(true).optional(),
    ...always,
  }),
  z.strictObject({ kind: z.literal("troubled"), head: sha, trouble: programTroubleSchema, ...always }),
]);
export type Review = z.output<typeof reviewSchema>;
