import { z } from "zod";
import { openObject } from "../open-object.ts";
import { maxRules, ruleKeySchema } from "../verdict/rules.ts";
import { reasonSchema, shortReason } from "./reasons.ts";

/*
 * Where a todo stands: a union with exactly what each state needs. What is true of it in any state (its branch, its
 * counts, what is asked of it) is in its record; only `transition` leads from one state to another.
 */

export const shaSchema = z.string().regex(/^[0-9a-f]{40}$/);
export const nameSchema = z.string().min(1).max(300);

/** The run that holds a todo, the commit that won it, and when. */
export const claimSchema = openObject({
  run: nameSchema,
  sha: shaSchema,
  at: z.iso.datetime(),
  /** There when that run reads records of version 1 alone: until it ends, the todo's record is one. */
  reads: z.literal(1).optional(),
  /** Of its agent and its reviewer, as far as they may run in it. */
  accounts: z.array(nameSchema).max(2).optional(),
});
export type TodoClaim = z.output<typeof claimSchema>;

/** What a lane begins with: its agent, a merge of what is below its branch, the cut of its work into parts, or the review of its pull request. */
export const laneStarts = ["implement", "restack", "split", "review"] as const;
export type LaneStart = (typeof laneStarts)[number];

/** What was decided about a head, by the reviewer or by a person, who overrides the reviewer. */
export const decisionSchema = openObject({
  commit: shaSchema,
  /** The commit of what was below it that the head contained: the change that was judged begins there. */
  on: shaSchema.optional(),
  approved: z.boolean(),
  round: z.int().min(1),
  /** Keys of the plan's rules that it confirmed; none where an earlier version wrote how many they were. */
  rules: z.array(ruleKeySchema).max(maxRules).catch([]),
  by: nameSchema,
  /** There when the forge took it as a comment alone, for want of a second identity. */
  informal: z.literal(true).optional(),
  /** Whether `by` is a person. */
  person: z.boolean(),
  /** The key of all that it was given under besides the change; not there when a person gave it. */
  under: ruleKeySchema.optional(),
});
export type Decision = z.output<typeof decisionSchema>;
export type Approval = Decision & { approved: true };

const claim = claimSchema;
/** The last decision, about this head or an earlier one; `null` when there was none, or none counts any more. */
const verdict = decisionSchema.nullable();

/** The states of a todo that is wanted; each is the label `milepost:<status>`, so a person reads them in the list. */
const wantedStateSchema = z.discriminatedUnion("status", [
  /** Waits for other todos. */
  openObject({ status: z.literal("pending") }),
  /** Can start when a lane is free. */
  openObject({ status: z.literal("ready") }),
  /** A run holds it, and its agent is at work. */
  openObject({ status: z.literal("working"), claim, verdict }),
  /** Waits for a verdict on its pull request; with a claim a run holds it. */
  openObject({ status: z.literal("review"), claim: claim.nullable(), verdict }),
  /** Sent back to its agent. */
  openObject({ status: z.literal("changes"), verdict }),
  openObject({
    status: z.literal("approved"),
    verdict: decisionSchema.extend({ approved: z.literal(true) }),
  }),
  /** Waits for a person. */
  openObject({ status: z.literal("blocked"), reason: reasonSchema, verdict }),
]);
export type WantedState = z.output<typeof wantedStateSchema>;
export type WantedStatus = WantedState["status"];

/** The states of a todo that somebody wants, in the order in which it travels. */
export const wantedStatuses = [
  "pending",
  "ready",
  "working",
  "review",
  "changes",
  "approved",
  "blocked",
] as const satisfies readonly WantedStatus[];

/** Where every todo begins. */
export const newState = { status: "pending" } as const satisfies WantedState;

const before = wantedStateSchema;

/** All states: those of a todo that is wanted, and the two in which nobody wants it. */
export const stateSchema = z.union([
  wantedStateSchema,
  /** A person closed its issue as not planned; `why` has who and what for, where a command said so. */
  openObject({ status: z.literal("skipped"), why: z.string().max(400).nullable(), before }),
  /** The plan no longer has it. */
  openObject({ status: z.literal("removed"), before }),
]);
export type TodoState = z.output<typeof stateSchema>;

export type Status = TodoState["status"];
export const statuses: readonly Status[] = [...wantedStatuses, "skipped", "removed"];
export type StateOf<S extends Status> = Extract<TodoState, { status: S }>;

/** A todo's state as long as somebody wants it, or before nobody did. */
export const wantedState = (state: TodoState): WantedState =>
  state.status === "skipped" || state.status === "removed" ? state.before : state;

/** The state that its label says: one that nobody wants keeps the label that it had. */
export const labelled = (state: TodoState): WantedStatus => wantedState(state).status;

/** The claim of the run that holds it; `null` when nobody does. */
export const claimOf = (state: TodoState): TodoClaim | null => {
  const wanted = wantedState(state);
  return wanted.status === "working" || wanted.status === "review" ? wanted.claim : null;
};

/** The last decision about it; `null` when there is none. */
export const decisionOn = (state: TodoState): Decision | null => {
  const wanted = wantedState(state);
  return wanted.status === "pending" || wanted.status === "ready" ? null : wanted.verdict;
};

/** The state with what its reason quotes cut to so many characters. */
export const shortened = (state: TodoState, most: number): TodoState =>
  state.status === "skipped" || state.status === "removed"
    ? { ...state, before: withShortReason(state.before, most) }
    : withShortReason(state, most);

const withShortReason = (state: WantedState, most: number): WantedState =>
  state.status === "blocked" ? { ...state, reason: shortReason(state.reason, most) } : state;

/** Whether nothing waits for it any more: it is approved, or nobody wants it. */
export const isDone = ({ status }: TodoState): boolean =>
  status === "approved" || status === "skipped" || status === "removed";

/** How its issue should stand on the forge. */
export const issueState = (state: TodoState): { readonly open: boolean; readonly notPlanned: boolean } => {
  if (!isDone(state)) return { open: true, notPlanned: false };
  const completed = state.status !== "skipped" && wantedState(state).status === "approved";
  return { open: false, notPlanned: !completed };
};
