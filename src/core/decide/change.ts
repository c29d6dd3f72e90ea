import type { AccountHold } from "../account/hold.ts";
import type { PlanMergeMethod } from "../merge-method.ts";
import type { Delivery } from "../notice/deliveries.ts";
import type { PartKeys } from "../plan/order.ts";
import type { Plan } from "../plan/plan.ts";
import type { BaseFault } from "../proof/fault.ts";
import type { Criterion } from "../report/criteria.ts";
import type { FixRecord, TrackingRecord } from "../snapshot/record.ts";
import type { SeenMilestone } from "../snapshot/snapshot.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import type { TodoRecord } from "../todo/record.ts";
import type { Decision, LaneStart } from "../todo/state.ts";
import type { Ask } from "../verdict/verdict.ts";
import type { Base } from "./base.ts";

/** A label as it should exist in the repository. */
export interface Label {
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

/** What a todo's issue should say: written in one request. */
export interface TodoIssue {
  readonly title: string;
  readonly text: string;
  readonly record: TodoRecord;
  readonly open: boolean;
  readonly notPlanned: boolean;
}

/** A write to a todo's issue; its number is `null` when a change before this one creates it. */
export interface TodoWrite {
  readonly todo: string;
  readonly number: number | null;
  readonly issue: TodoIssue;
}

/** One thing to do to the forge so that it becomes what the plan wants; `why` is for people. */
export type Change = { readonly why: string } & (
  | { readonly type: "open-milestone"; readonly title: string; readonly description: string }
  | ({ readonly type: "write-milestone" } & SeenMilestone)
  | { readonly type: "create-label"; readonly label: Label }
  /** Written once more when todos of it were made or claimed after it. */
  | { readonly type: "create-tracking"; readonly tracking: TrackingIssue; readonly telling?: Telling }
  | {
      readonly type: "write-tracking";
      readonly number: number;
      readonly tracking: TrackingIssue;
      /** There when the text tells how todos are, as far as those before it left them so. */
      readonly telling?: Telling;
      /** It says so already, unless what is done before it makes that untrue. */
      readonly isRight?: true;
    }
  | {
      readonly type: "create-todo";
      readonly todo: string;
      readonly issue: TodoIssue;
      /** The issue that is adopted instead of made. */
      readonly adopts?: number;
    }
  | ({ readonly type: "write-todo" } & TodoWrite)
  | {
      readonly type: "create-fix";
      readonly todo: string;
      readonly title: string;
      readonly text: string;
      readonly record: FixRecord;
    }
  | {
      readonly type: "write-fix";
      readonly todo: string;
      readonly number: number;
      readonly open: boolean;
      readonly notPlanned: boolean;
    }
  | {
      readonly type: "retarget";
      readonly todo: string;
      readonly pull: number;
      readonly base: string;
      /** Its issue, where it is to say that the forge does not let that be. */
      readonly own: TodoWrite;
    }
  /** A pull request whose base is another than the one that the gates judged it on. */
  | {
      readonly type: "judge";
      readonly todo: string;
      readonly pull: number;
      readonly head: string;
      readonly base: string;
      readonly record: Pick<TodoRecord, "body" | "granted" | "allowed" | "checked" | "rested">;
      /** What to write when it does not pass on that base. */
      readonly refused: TodoWrite;
    }
  | { readonly type: "retitle"; readonly todo: string; readonly pull: number; readonly title: string }
  | {
      readonly type: "merge";
      readonly todo: string;
      readonly pull: number;
      readonly head: string;
      readonly how: MergeWay;
      /** Its issue, where it is to say what the merge waits for. */
      readonly own: TodoWrite;
      /** What to write when it turns out to conflict. */
      readonly conflict: TodoWrite;
    }
  /** A word on an issue, said once for each name. */
  | {
      readonly type: "tell";
      readonly todo: string;
      readonly issue: number;
      readonly name: string;
      readonly text: string;
    }
  /** Workflow runs whose failed jobs run again; `refused` is written where they cannot. */
  | {
      readonly type: "rerun";
      readonly todo: string;
      readonly pull: number;
      readonly runs: readonly number[];
      readonly refused: TodoWrite;
    }
  /** A todo that breaks what lands: its pull request is shown on what lands before it from now on. */
  | ({ readonly type: "send-back"; readonly pull: number; readonly base: Base } & TodoWrite)
  | { readonly type: "delete-branch"; readonly branch: string }
  /** A todo's issue that the forge is to show as a part of the tracking issue, and as blocked by what it needs. */
  | ({ readonly type: "link"; readonly todo: string } & IssueLinks)
  /** An issue or a review that there is twice; its text says so there. */
  | { readonly type: "close-twin"; readonly number: number; readonly text: string }
  | { readonly type: "dismiss-twin"; readonly pull: number; readonly review: number; readonly text: string }
  /** What a person decided, told on the pull request; `answered` are the wishes whose threads an approval resolves. */
  | {
      readonly type: "tell-verdict";
      readonly todo: string;
      readonly pull: number;
      readonly verdict: Pick<Decision, "commit" | "approved" | "by">;
      readonly answered: readonly string[];
    }
  /** Notices to be sent; then the tracking issue says which of them arrived. */
  | {
      readonly type: "notify";
      readonly number: number;
      readonly tracking: TrackingIssue;
      readonly deliveries: readonly Delivery[];
    }
  /** A run to be cancelled, by the name that claims give it. */
  | { readonly type: "cancel"; readonly run: string }
  | Claim
);

/** What the forge itself shows of an issue and others of its plan. */
export interface IssueLinks {
  readonly number: number;
  /** The issue that it is a part of, unless it is one of another already; `null` when that has as many as it may. */
  readonly parent: number | null;
  readonly blockedBy: readonly number[];
  /** What it needed before and no longer does. */
  readonly freed: readonly number[];
}

/** How a pull request is merged. */
export interface MergeWay {
  readonly method: PlanMergeMethod;
  /** Whether it is merged by the queue of its base. */
  readonly queue: boolean;
  /** Whether another way may be taken where the repository no longer allows this one. */
  readonly free: boolean;
  /** What takes over where a replay is not possible; `null`: nothing does. */
  readonly instead: "squash" | null;
  /** The tree that the base is to have then, where it was proved. */
  readonly tree: string | null;
  /** The title of a squash's commit. */
  readonly title: string;
  /** Who signs it off besides those who signed what it is made of. */
  readonly signOff: string;
}

/** A todo to be won for this run, and what its lane needs to know. */
export type Claim = { readonly why: string; readonly type: "claim" } & TodoWrite & {
    readonly from: LaneStart;
    /** Which of its body's agents and the plan's reviewers; `null`: no reviewer may judge now. */
    readonly agent: number;
    readonly reviewer: number | null;
    /** What an account was held by that this lane tries again. */
    readonly hold: AccountHold | null;
    /** When it was decided, ISO 8601. */
    readonly at: string;
    readonly base: Base;
    /** What to write when a part of an integration base conflicts, by the part's branch. */
    readonly conflicts: ReadonlyMap<string, TodoWrite>;
    /** The fixes that the agent is to answer: numbers known now, and keys of asks opened just before. */
    readonly fixes: { readonly numbers: readonly number[]; readonly keys: readonly Ask["key"][] };
    /** Commits at which its branch may stand and yet begins anew: what is merged already. */
    readonly starts: readonly string[];
    readonly pull: number | null;
    /** There when its branch is to take in the plan's base, on which it rests, as that is now. */
    readonly isUpdate?: true;
    /** The order keys that are free for its parts; there when it is to be cut. */
    readonly keys?: PartKeys;
    /** What the branches below it were made anew without: it may hold that, too. */
    readonly dropped?: readonly string[];
    /** It becomes one commit on its base: nothing but a replay is allowed there, which loses what a merge commit resolved. */
    readonly asOne?: true;
    /** The dollars that its runs may take; not there without a limit. */
    readonly usdLeft?: number;
  };

export interface TrackingIssue {
  readonly title: string;
  readonly text: string;
  readonly record: TrackingRecord;
  readonly open: boolean;
}

/** What the text of a tracking issue is made of. */
export interface Telling {
  readonly todos: readonly DesiredTodo[];
  readonly plan: Plan;
  readonly fault: BaseFault | undefined;
  readonly ended: readonly Criterion[] | null;
  readonly held: readonly string[];
}

/** Whether a change may let more start when orchestrating again. */
export const isProgress = ({ type }: Pick<Change, "type">): boolean =>
  type !== "create-label" &&
  type !== "write-tracking" &&
  type !== "notify" &&
  type !== "rerun" &&
  type !== "link";

export type ChangeOf<Type extends Change["type"]> = Extract<Change, { type: Type }>;
