import type { ProgramTrouble } from "../core/account/trouble.ts";
import { addUsage, type Usage } from "../core/cost/usage.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { ProgramEnd, TellProgress } from "./program-ports.ts";

export interface PatiencePorts {
  readonly plan: Plan;
  readonly progress: TellProgress;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Waits about so many milliseconds, or until the run is to end. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

type Answer = ProgramEnd & { readonly usage: Usage | null };

const firstPauseMs = 30_000;
const longestPauseMs = 300_000;

/**
 * Runs a program again, with longer and longer waits, while its model's server has too much to do or cannot be reached:
 * within `limits.minutes`. A model's answer that broke off, or was none, is asked for once more at once.
 */
export const patiently = async <A extends Answer>(
  run: () => Promise<A>,
  ports: PatiencePorts,
): Promise<A> => {
  const end = ports.clock() + ports.plan.limits.minutes * 60_000;
  let usage: Usage | null = null;
  for (let pauseMs = firstPauseMs, again = 1; ; ) {
    const answer = await run();
    usage = addUsage(usage, answer.usage);
    const waitMs = waitFor(answer.trouble, { now: ports.clock(), pauseMs, again });
    if (waitMs === null || ports.clock() + waitMs >= end) return { ...answer, usage };
    ports.progress(waitMs === 0 ? "asks once more" : "waits for its model", answer.trouble?.said);
    if (waitMs === 0) again -= 1;
    else pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    await ports.pause(waitMs);
  }
};

/** Milliseconds until the program is run again; `null` when it is not. */
const waitFor = (
  trouble: ProgramTrouble | null,
  { now, pauseMs, again }: { now: number; pauseMs: number; again: number },
): number | null => {
  switch (trouble?.kind) {
    case "overloaded":
      return trouble.until === null ? pauseMs : Math.max(pauseMs, Date.parse(trouble.until) - now);
    case "offline":
      return pauseMs;
    case "cut-stream":
    case "no-answer":
      return again > 0 ? 0 : null;
    default:
      return null;
  }
};
