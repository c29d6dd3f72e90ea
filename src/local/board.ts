import { type Board, boardOf, type RequestCount } from "../core/board/board.ts";
import type { LaneTrace } from "../core/board/timeline.ts";
import type { Criterion } from "../core/report/criteria.ts";
import type { HowToAnswer } from "../core/todo/answers.ts";
import type { DesiredState } from "../core/todo/desired-state.ts";
import { listAttempts } from "./attempts.ts";
import type { Home } from "./home.ts";

interface Place {
  readonly home: Pick<Home, "lanes">;
  readonly now: Date;
  readonly how?: HowToAnswer | undefined;
  readonly requests?: RequestCount | null | undefined;
  readonly criteria?: readonly Criterion[] | undefined;
}

/** The board of a plan, with what this machine knows of its lanes. */
export const readBoard = async (desired: DesiredState, { home, ...known }: Place): Promise<Board> =>
  boardOf(desired, { ...known, traces: await tracesIn(home, desired.plan.id) });

const tracesIn = async (home: Pick<Home, "lanes">, plan: string): Promise<LaneTrace[]> =>
  (await listAttempts(home)).filter((one) => one.plan === plan);
