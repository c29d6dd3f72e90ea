import type { SeenHead } from "../core/ci/seen.ts";
import { seemsDone } from "../core/decide/decide.ts";
import type { SeenPull } from "../core/snapshot/snapshot.ts";
import type { DesiredState } from "../core/todo/desired-state.ts";

/** A head as the forge shows it, and whether it is in a merge queue. */
export type QueuedHead = SeenHead & { readonly isQueued: boolean };

export interface ReadChecks {
  readonly heads: ReadonlyMap<number, QueuedHead>;
  readonly runsOnBase: boolean;
}

/**
 * Reads the heads of pull requests, and whether anything of the repository's own runs at their base; or why the token may
 * not.
 */
export type ReadHeads = (
  base: string,
  pulls: readonly number[],
) => Promise<ReadChecks | { readonly unread: string }>;

/** So long nobody asks again about a head that passed, unless something is merged or closed by it. */
const passedMs = 30_000;

interface Passed {
  readonly at: QueuedHead;
  readonly until: number;
}

/** Reads heads as `read` does, but for those that are known to have passed: a long plan leaves hundreds of them open. */
export const newHeadReader = (read: ReadHeads, now: () => Date) => {
  const passed = new Map<number, Passed>();
  let runsOnBase = false;
  return {
    read: async (desired: DesiredState, pulls: readonly Pick<SeenPull, "number" | "head">[]) => {
      const { plan } = desired;
      if (plan.merge === "auto" || seemsDone(desired)) passed.clear();
      const known = pulls.flatMap(({ number, head }): [number, QueuedHead][] => {
        const one = passed.get(number);
        return one && one.at.head === head && now().getTime() < one.until ? [[number, one.at]] : [];
      });
      const kept = new Map(known);
      const asked = pulls.flatMap(({ number }) => (kept.has(number) ? [] : [number]));
      if (asked.length === 0) return { heads: kept, runsOnBase };
      const seen = await read(plan.base, asked);
      if ("unread" in seen) return seen;
      runsOnBase = seen.runsOnBase;
      return { heads: new Map([...kept, ...seen.heads]), runsOnBase };
    },
    /** Notes that a head has passed. */
    notePassed: (number: number, at: QueuedHead) => {
      const since = passed.get(number);
      if (since?.at !== at) passed.set(number, { at, until: now().getTime() + passedMs });
    },
  };
};
