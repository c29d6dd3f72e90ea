import type { SeenCheck } from "../../core/ci/seen.ts";
import type { SeenPull } from "../../core/snapshot/snapshot.ts";
import type { QueuedHead, ReadChecks } from "../../steps/ci.ts";

/** So long nobody asks again about a head that passed, unless something is merged or closed by it. */
const passedMs = 30_000;

/** What is remembered of heads that passed: a long plan leaves hundreds of them open. */
export interface PassedHeads {
  readonly known: (pull: Pick<SeenPull, "number" | "head">) => QueuedHead | null;
  readonly note: (read: ReadChecks) => void;
}

export const newPassedHeads = (now: () => Date): PassedHeads => {
  const passed = new Map<number, { readonly at: QueuedHead; readonly until: number }>();
  return {
    known: ({ number, head }) => {
      const one = passed.get(number);
      return one && one.at.head === head && now().getTime() < one.until ? one.at : null;
    },
    note: ({ heads, runsOnBase }) => {
      const until = now().getTime() + passedMs;
      for (const [number, at] of heads)
        if (hasAllPassed(at, runsOnBase)) passed.set(number, { at, until });
        else passed.delete(number);
    },
  };
};

/** Whether everything passed at a head; where the base has checks, some may be yet to come at one that has none. */
const hasAllPassed = ({ checks, runs, isQueued }: QueuedHead, runsOnBase: boolean): boolean =>
  !isQueued && (checks.length > 0 ? checks.every(isPassed) : runs?.length === 0 && !runsOnBase);

const isPassed = ({ standing }: SeenCheck): boolean => standing === "passed";
