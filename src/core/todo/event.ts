import type { AccountHold } from "../account/hold.ts";
import type { Cost } from "../cost/ledger.ts";
import type { PastLane } from "../lane/past-lane.ts";
import type { PartKeys } from "../plan/order.ts";
import type { Point } from "../verdict/findings.ts";
import type { Ask } from "../verdict/verdict.ts";
import type { MergeWait } from "./merge-wait.ts";
import type { Excuse, Failure, ReasonOf } from "./reasons.ts";
import type { Rested, TodoFacts } from "./record.ts";
import type { Decision, LaneStart, TodoClaim } from "./state.ts";

/*
 * What can happen to a todo, by name, and what each brings with it. `transition` says what it makes of the todo.
 */

/** What the plan does, and what orchestrate finds in it. */
export interface PlanEvents {
  edited: { readonly placed: Pick<TodoFacts, "body" | "order" | "branch" | "phase" | "needs"> };
  removed: Empty;
  restored: Empty;
  /** Everything that it waits for is done. */
  freed: Empty;
  /** Something that it waits for is to be done again. */
  "held-up": Empty;
  /** `asks` are left: the others are what another review asked for, too. */
  repeated: { readonly asks: Ask[] };
  "follow-ups-exceeded": { readonly reason: ReasonOf<"follow-ups-deep" | "follow-ups-many"> };
  "follow-ups-allowed": Empty;
  "budget-spent": { readonly reason: ReasonOf<"over-budget"> };
  /** Rules or checks of the plan are not those of its approval. */
  outdated: { readonly by: "rules" | "checks" };
}

/** What a lane does, from its claim to its end. */
export interface LaneEvents {
  /** What its branch is on the forge: a lane that was cut off may have pushed; `null` when a person deleted it. */
  "branch-found": { readonly head: string | null };
  /** Its base no longer has the commit that its branch was begun on, and nothing of it is published. */
  "base-rewound": Empty;
  "branch-taken": { readonly claimed: string };
  /** The forge does not let its branch begin, or what it is to rest on be made. */
  "start-refused": { readonly reason: ReasonOf<"set-up"> };
  claimed: {
    readonly claim: TodoClaim;
    readonly from: LaneStart;
    readonly base: string | null;
    /** What of its base a new branch contains; left as it is when not told. */
    readonly rested?: TodoFacts["rested"];
    readonly head: string;
    readonly logs: TodoFacts["logs"];
    /** The order keys that are kept for the parts of its work, where that is to be cut. */
    readonly keys?: PartKeys;
    /** What an account was held by that this lane tries again. */
    readonly hold: AccountHold | null;
  };
  proposed: Required<Pick<TodoFacts, "checked">> & {
    readonly pull: number;
    readonly head: string;
    readonly lines: number;
    /** What of its base the head contains; left as it is when not told. */
    readonly rested?: TodoFacts["rested"];
    /** There when it is the first part of work that was cut. */
    readonly part?: TodoFacts["part"];
  };
  /** A part of another todo's work is published as its own. */
  parted: Required<Pick<TodoFacts, "checked" | "part" | "base" | "granted" | "allowed">> & {
    readonly pull: number;
    readonly head: string;
    readonly lines: number;
    readonly rested: Rested;
  };
  /** Its work, kept at `head`, is over the limits and is to be cut into parts. */
  oversized: { readonly head: string };
  /** Its branch has taken in what is below it, by a merge; `isReviewed`: a verdict on it does not hold there. */
  restacked: Required<Pick<TodoFacts, "checked">> & {
    readonly head: string;
    readonly lines: number;
    readonly rested: Rested;
    readonly isReviewed: boolean;
  };
  /** The approval of the head before holds for this one. */
  carried: { readonly head: string; readonly judged?: Partial<Pick<TodoFacts, "checked" | "lines">> };
  /** It contains what is below it already, or rests on a base that does. */
  "rest-found": { readonly rested: Rested };
  /** Programs ran for it. */
  billed: { readonly costs: readonly Cost[] };
  /** It is over, whatever came of it. */
  "lane-ended": { readonly lane: PastLane };
  /** Programs of it worked: their accounts are as they should be. */
  served: { readonly accounts: readonly string[]; readonly at: string };
  /** Its work is proposed, and nobody may judge it now. */
  unreviewed: Empty;
  /** Nobody's fault; `most` such ends running are enough. */
  excused: {
    readonly excuse: Excuse;
    readonly said: string;
    readonly hold: AccountHold | null;
    readonly most: number;
  };
  /** A model declined it, or cannot read all of it; `isLast`: there is no other to ask. */
  declined: { readonly account: string; readonly isLast: boolean; readonly reason: ReasonOf<"declined"> };
  /** No fault of the agent's: a person cancelled it, or its head moved while it was judged. */
  "cut-off": Empty;
  /** It may be tried again, `attempts` times in all. */
  failed: { readonly failure: Failure; readonly attempts: number };
  /** Gates failed; the work is kept at `head`. */
  refused: {
    readonly head: string;
    readonly ask: Ask;
    readonly gates: Failure & { readonly kind: "gates" };
    readonly attempts: number;
    /** It is no attempt of its agent's: its branch took in what is below it. */
    readonly isRestack?: boolean;
  };
  /** The agent, the gates or the reviewer's answer leave it to a person. */
  stopped: {
    readonly reason: ReasonOf<
      | "agent-asks"
      | "set-up"
      | "paths-wanted"
      | "unattributed"
      | "commits-of-others"
      | "unreadable"
      | "account"
    >;
  };
  /** Asked for a change, the agent made none; `wishes` are what people asked for in issues of their own. */
  unchanged: { readonly said: string; readonly wishes: readonly string[] };
  reviewed: {
    readonly decision: Decision;
    readonly asks: readonly Ask[];
    readonly points: readonly Point[];
    readonly answer: string;
    /** What the gates said of a head that nobody had judged before. */
    readonly judged: Partial<Pick<TodoFacts, "checked" | "lines">>;
    /** The limit of rounds. */
    readonly rounds: number;
  };
  /** The run of its claim has ended without a result. */
  lost: { readonly run: string; readonly claim: "failed" | "interrupted" };
  /** Too many runs ended without a result. */
  "worn-out": { readonly reason: ReasonOf<"runs-ended"> };
}

/** What becomes of its branch and its pull request on the forge. */
export interface ForgeEvents {
  /** The head is another than the approved one. */
  "head-moved": { readonly head: string; readonly pull: number };
  /** A person, or a lane that was cut off before it said so, pushed to its branch or opened its pull request. */
  pushed: { readonly head: string; readonly pull: number };
  /** Merged before its lane could say that it was proposed. */
  "merged-early": { readonly head: string; readonly pull: number };
  "pull-lost": { readonly reason: ReasonOf<"pull-closed" | "pull-astray"> };
  "pull-found": { readonly pull: number; readonly state: "open" | "merged"; readonly head: string };
  conflicted: { readonly ask: Ask /** The limit of rounds. */; readonly rounds: number };
  /** With what lands before it, it fails or conflicts; it rests on `partners` from now on, which are in `base`. */
  "broke-landing": {
    readonly ask: Ask;
    readonly base: string;
    readonly partners: readonly string[];
    /** Whether its branch takes that in, before its agent goes on. */
    readonly isBehind: boolean;
    /** The limit of rounds. */
    readonly rounds: number;
  };
  /** The repository's own CI does not pass at its head. */
  "checks-failed": { readonly ask: Ask /** The limit of rounds. */; readonly rounds: number };
  /** Its merge waits for something else than before; `null`: for nothing more. */
  "merge-waits": { readonly wait: MergeWait | null };
  /** What is asked of merged work goes into a new pull request. */
  "begun-anew": { readonly pull: number };
  /** `rested` is told where it is known to hold there. */
  rebased: { readonly base: string; readonly rested?: Rested };
  /** On the base that it rests on now its gates do not pass. */
  unfit: { readonly base: string };
}

/** What people do, in reviews, on issues and by commands. */
export interface PersonEvents {
  /** Its issue was closed as not planned, or a command did it: `why` has who and what for then. */
  skipped: { readonly why: string | null };
  /** Its issue was closed as completed, without an approval. */
  "closed-unapproved": Empty;
  reopened: Empty;
  /** What was asked for in reviews no longer stands. */
  withdrawn: { readonly asks: Ask[]; readonly takenUp: string[] };
  "asked-for-changes": {
    readonly by: readonly string[];
    readonly asks: readonly Ask[];
    readonly keys: readonly string[];
  };
  "fixes-opened": { readonly keys: readonly string[] };
  approved: {
    readonly by: string;
    readonly head: string;
    /** Its pull request; left as it is when not told. */
    readonly pull?: number;
    readonly keys: readonly string[];
  };
  /** What was asked for after its approval is withdrawn. */
  "approval-restored": Empty;
  /** They were told why it waits for them. */
  told: Empty;
  paused: Empty;
  resumed: Empty;
  retried: { readonly by: string };
  /** `rounds` reviews in all, where the plan's limit is `limit`. */
  "given-rounds": { readonly by: string; readonly rounds: number; readonly limit: number };
  granted: { readonly by: string; readonly paths: readonly string[] };
  /** They say that findings of the secrets gate are none. */
  allowed: { readonly by: string; readonly findings: readonly string[] };
  reassigned: { readonly by: string; readonly body: string };
  /** They want its work cut into parts. */
  "split-asked": { readonly by: string; readonly work: string };
  /** A command in this comment was obeyed. */
  heard: { readonly comment: number };
}

type Empty = Readonly<Record<never, never>>;

export interface Events extends PlanEvents, LaneEvents, ForgeEvents, PersonEvents {}

export type EventOf<T extends keyof Events> = { readonly type: T } & Events[T];
export type TodoEvent = { [T in keyof Events]: EventOf<T> }[keyof Events];
