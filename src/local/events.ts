import type { Change } from "../core/decide/change.ts";
import { isObjection } from "../core/gate-outcome.ts";
import type { Entry } from "../core/lane/handoff.ts";
import { unattributedText } from "../core/lane/unattributed.ts";
import type { Notice } from "../core/notice/notice.ts";
import type { LandingResult } from "../core/proof/landing.ts";
import type { Result } from "../core/report/report.ts";
import { countsOf } from "../core/todo/counts.ts";
import type { Orchestrated } from "../steps/orchestrate.ts";
import type { LaneEnd } from "./lanes.ts";

/** What a run tells as it goes on: the lines of `--json`, and what the live view is drawn from. */
export type RunEvent =
  | {
      readonly type: "start";
      readonly plan: string;
      readonly title: string;
      readonly parallel: number;
      readonly forge: string;
      readonly data: string;
      readonly bodies: readonly {
        readonly body: string;
        readonly title: string;
        /** Ids, in the order of the plan; `done` are those that an earlier run has brought to an end. */
        readonly todos: readonly string[];
        readonly done: readonly string[];
      }[];
    }
  | { readonly type: "warning"; readonly message: string }
  | {
      readonly type: "notice";
      readonly id: string;
      readonly event: Notice["event"];
      readonly to: string;
      readonly outcome: "sent" | "failed";
      readonly what: string;
      /** Why it, or a part of it, did not arrive. */
      readonly problem: string | null;
    }
  /** What is run on the plan's base before anything is started there. */
  | { readonly type: "base"; readonly stage: string; readonly detail: string }
  /** What is run on what would land, and what came of it. */
  | {
      readonly type: "landing";
      readonly stage: string;
      readonly detail: string;
      /** `null` while it is at it. */
      readonly ended: LandingResult["kind"] | null;
    }
  | { readonly type: "change"; readonly change: string; readonly todo: string | null; readonly why: string }
  | { readonly type: "progress"; readonly done: number; readonly total: number }
  /** Accounts that hold todos up, and what is said of each; none when nothing waits for one. */
  | {
      readonly type: "held";
      readonly until: string | null;
      readonly accounts: readonly string[];
      readonly words: readonly string[];
    }
  | (EntryEvent & {
      readonly type: "step";
      readonly stage: string;
      /** What led to it. */
      readonly detail: string;
    })
  | (EntryEvent & { readonly type: "settled"; readonly result: string; readonly detail: string })
  | Result;

type EntryEvent = Pick<Entry, "body" | "todo" | "order" | "branch" | "round" | "attempt">;

/** A stage of a lane, and what led to it. */
export const stepEvent = (entry: Entry, stage: string, detail: string): RunEvent => ({
  type: "step",
  ...entryEvent(entry),
  stage,
  detail,
});

/** What orchestrate changed, and how far the plan is. */
export const orchestratedEvents = ({ earlier, changes, todos }: Orchestrated): RunEvent[] => {
  const { done, total } = countsOf(todos);
  return [...[...earlier, ...changes].map(changeEvent), { type: "progress", done, total }];
};

const changeEvent = (change: Change): RunEvent => ({
  type: "change",
  change: change.type,
  todo: "todo" in change ? change.todo : null,
  why: change.why,
});

export const settledEvent = (entry: Entry, end: LaneEnd): Extract<RunEvent, { type: "settled" }> => ({
  type: "settled",
  ...entryEvent(entry),
  result: wordFor(end),
  detail: detailOf(end),
});

const entryEvent = ({ body, todo, order, branch, round, attempt }: Entry): EntryEvent => ({
  body,
  todo,
  order,
  branch,
  round,
  attempt,
});

const wordFor = (end: LaneEnd): string => {
  if (end.kind !== "reviewed") return end.kind;
  return end.judgement.approved ? "approved" : "changes requested";
};

const detailOf = (end: LaneEnd): string => {
  switch (end.kind) {
    case "failed":
    case "blocked":
    case "unreadable":
    case "misconfigured":
    case "lost":
      return end.reason;
    case "unattributed":
      return unattributedText(end);
    case "nothing":
      return end.summary;
    case "refused":
      return end.gates
        .filter(isObjection)
        .map(({ message }) => message)
        .join("; ");
    case "reviewed":
      return end.verdict.summary;
    case "unreviewed":
      return "no reviewer may judge now: the accounts of all are held";
    case "troubled":
      return end.trouble.said;
    case "held-up":
      return end.excuse.said;
    case "restacked":
      return end.carried ? "its approval holds for what it is now" : "";
    case "conflict":
      return `it conflicts with ${end.base}`;
    case "interrupted":
      return "";
    default:
      return end satisfies never;
  }
};
