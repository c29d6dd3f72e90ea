import type { Board } from "../../core/board/board.ts";
import type { Need } from "../../core/board/needs.ts";
import type { LaneBar } from "../../core/board/timeline.ts";
import type { Spent } from "../../core/cost/ledger.ts";
import type { AttemptNote } from "../../core/lane/attempt.ts";
import type { TodoStatus } from "../../core/report/plan-status.ts";
import type { Tracked } from "../../core/verdict/findings.ts";

/** All that a todo's page shows. */
export interface TodoStory {
  readonly board: Board;
  readonly status: TodoStatus;
  readonly body: string;
  readonly branch: string;
  readonly text: string;
  readonly need: Need | null;
  readonly lanes: readonly LaneBar[];
  readonly attempts: readonly Pick<
    AttemptNote,
    "number" | "round" | "attempt" | "begun" | "ended" | "phases"
  >[];
  /** The last table of its gates, in Markdown. */
  readonly gates: string | null;
  readonly said: readonly {
    readonly at: string;
    readonly by: string;
    readonly where: string;
    readonly text: string;
  }[];
  readonly findings: readonly Tracked[];
  readonly answers: readonly { readonly round: number; readonly text: string }[];
  /** The head that each round's review judged, by round, and the commits that came since the round before. */
  readonly heads: readonly {
    readonly round: number;
    readonly head: string;
    readonly commits: readonly { readonly sha: string; readonly title: string }[];
  }[];
  readonly spent: Spent;
}
