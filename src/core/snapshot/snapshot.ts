import type { PlanMergeMethod } from "../merge-method.ts";
import type { TodoRecord } from "../todo/record.ts";
import type { FixRecord, Inbox, TrackingRecord } from "./record.ts";

/** An issue as the forge shows it, its marker already parsed away. */
export interface SeenIssue {
  readonly number: number;
  readonly title: string;
  /** What people read: the body without its marker. */
  readonly text: string;
  readonly open: boolean;
  readonly notPlanned: boolean;
  readonly labels: readonly string[];
}

/** Whether the run of a claim still holds it; `interrupted` was cut off, `failed` ended by its own doing. */
export type Liveness = "live" | "interrupted" | "failed";

/** An issue that is nobody's todo yet. */
export interface FreeIssue {
  readonly number: number;
  readonly title: string;
  readonly open: boolean;
  /** The title of its milestone; `null` when it is in none. */
  readonly milestone: string | null;
}

export interface SeenTodo {
  readonly issue: SeenIssue;
  readonly record: TodoRecord;
  /** `null` when nobody claims it. */
  readonly claim: Liveness | null;
}

export interface SeenFix {
  readonly issue: SeenIssue;
  readonly record: FixRecord;
}

export interface SeenPull {
  readonly number: number;
  readonly branch: string;
  readonly head: string;
  readonly base: string;
  readonly title: string;
  /** `astray` was merged, but into a branch that does not lead to the plan's base: its work is not there. */
  readonly state: "open" | "closed" | "merged" | "astray";
}

/** A pull request as the forge shows it, which knows of no stray. */
export interface ForgePull extends SeenPull {
  /** When it was merged, ISO 8601, and what its base was then; `null` when it was not. */
  readonly merged: { readonly at: string; readonly commit: string } | null;
}

export interface SeenMilestone {
  readonly number: number;
  readonly open: boolean;
  readonly title: string;
  readonly description: string;
}

/** A review by a person with write access that stands: not dismissed, and not replaced by a later one of theirs. */
export interface PersonReview {
  /** By which a record remembers that it was taken up. */
  readonly key: string;
  readonly by: string;
  /** When it was submitted, ISO 8601. */
  readonly at: string;
  /** The head that it is about; `null` when that is gone. */
  readonly commit: string | null;
  readonly decision: "approve" | "request_changes" | "comment";
  readonly body: string;
  /** What it says in threads that are not settled: it opens them, or answers in them. */
  readonly threads: readonly {
    readonly path: string;
    readonly line: number | null;
    readonly body: string;
    /** What opened the thread that it answers in; `null` when it opens the thread itself. */
    readonly to: string | null;
  }[];
}

/** What is read of a pull request only when everything seems done. */
export interface Evidence {
  readonly mergeable: boolean | null;
  /** Whether it was made a draft, which nobody is to merge yet. */
  readonly draft: boolean;
  readonly unresolvedThreads: number;
}

/** Of what the forge made twice the one that is to be closed: an issue, or a review of a pull request. */
export type Twin =
  | { readonly kind: "issue"; readonly number: number; readonly of: number }
  | { readonly kind: "review"; readonly pull: number; readonly review: number };

/** What the forge says has happened: everything that `decide` knows besides the plan. */
export interface Snapshot {
  readonly milestone: SeenMilestone | null;
  readonly labels: ReadonlySet<string>;
  /** The ways to merge that the repository allows; `null` where nobody needs to know. */
  readonly methods: readonly PlanMergeMethod[] | null;
  readonly tracking: { readonly issue: SeenIssue; readonly record: TrackingRecord } | null;
  /** By todo id. */
  readonly todos: ReadonlyMap<string, SeenTodo>;
  readonly fixes: readonly SeenFix[];
  /** By branch; one that a person opens from a todo's branch to another base is none of the todo's. */
  readonly pulls: ReadonlyMap<string, SeenPull>;
  /** By open pull request, the oldest first. */
  readonly reviews: ReadonlyMap<number, readonly PersonReview[]>;
  /** How far comments have been read by now; `null` when nobody looked since the tracking issue was written. */
  readonly inbox: Inbox | null;
  /** By pull request; `null` until every todo is approved. */
  readonly evidence: ReadonlyMap<number, Evidence> | null;
  /** What there is twice. */
  readonly twins: readonly Twin[];
  /** Issues that the plan names for todos that have none yet, by number. */
  readonly free: ReadonlyMap<number, FreeIssue>;
}

export const emptySnapshot: Snapshot = {
  milestone: null,
  labels: new Set(),
  methods: null,
  tracking: null,
  todos: new Map(),
  fixes: [],
  pulls: new Map(),
  reviews: new Map(),
  inbox: null,
  evidence: null,
  twins: [],
  free: new Map(),
};
