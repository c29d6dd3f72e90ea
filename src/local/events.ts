import type { Entry } from "../core/lane/handoff.ts";
import type { Result } from "../core/report/report.ts";

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
      readonly stage: string /** What led to it. */;
      readonly detail: string;
    })
  | (EntryEvent & { readonly type: "settled"; readonly result: string; readonly detail: string })
  | Result;

type EntryEvent = Pick<Entry, "body" | "todo" | "order" | "branch" | "round" | "attempt">;

export const entryEvent = ({ body, todo, order, branch, round, attempt }: Entry): EntryEvent => ({
  body,
  todo,
  order,
  branch,
  round,
  attempt,
});
