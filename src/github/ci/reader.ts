import type { BaseRules } from "../../core/ci/rules.ts";
import type { SeenCheck } from "../../core/ci/seen.ts";
import type { SeenPull } from "../../core/snapshot/snapshot.ts";
import type { QueuedHead, ReadHeads } from "../../steps/ci-heads.ts";
import type { GitHub } from "../client.ts";
import { batch, isRefusal, readHeads } from "./heads.ts";
import { readRules } from "./rules.ts";
import { queryRules } from "./rules-query.ts";

/** Pull requests that are likely to be asked about. */
interface AskedAhead {
  readonly base: string;
  readonly pulls: readonly Pick<SeenPull, "number" | "head">[];
  /** Whether also those are read that had passed just now. */
  readonly anew: boolean;
}

/** Reads the repository's own CI. */
export interface CiReader {
  /** Reads what `heads` and `rules` are likely to be asked for next, beside what else is asked for at once. */
  readonly ahead: (asked: AskedAhead) => Promise<void>;
  readonly heads: ReadHeads;
  readonly rules: (branch: string) => Promise<BaseRules>;
}

/** So long nobody reads ahead what had passed. */
const passedMs = 30_000;

interface Passed {
  readonly head: string;
  readonly until: number;
}

export const newCiReader = (github: GitHub, now: () => Date): CiReader => {
  const passed = new Map<number, Passed>();
  let heads: ReadonlyMap<number, QueuedHead> = new Map();
  let rules: BaseRules | null = null;
  let runsOnBase = false;

  const read = async (base: string, numbers: readonly number[]): Promise<ReadonlyMap<number, QueuedHead>> => {
    const found = await readHeads(github, base, numbers);
    ({ runsOnBase } = found);
    for (const [number, at] of found.heads)
      if (hasAllPassed(at, runsOnBase))
        passed.set(number, { head: at.head, until: now().getTime() + passedMs });
    return found.heads;
  };
  const hasPassed = ({ number, head }: AskedAhead["pulls"][number]): boolean => {
    const one = passed.get(number);
    return one?.head === head && now().getTime() < one.until;
  };

  return {
    ahead: async ({ base, pulls, anew }) => {
      const due = pulls.filter((pull) => anew || !hasPassed(pull)).slice(0, batch);
      [heads, rules] = [new Map(), null];
      if (due.length === 0) return;
      const numbers = due.map(({ number }) => number);
      // Whoever asks then hears why it could not be read.
      [heads, rules] = await Promise.all([
        read(base, numbers).catch(() => heads),
        queryRules(github, base).catch(() => null),
      ]);
    },
    heads: async (base, numbers) => {
      const known = heads;
      heads = new Map();
      const missing = numbers.filter((number) => !known.has(number));
      try {
        const found = missing.length === 0 ? known : await read(base, missing);
        const all = new Map([...known, ...found]);
        return { heads: new Map([...all].filter(([number]) => numbers.includes(number))), runsOnBase };
      } catch (error) {
        if (isRefusal(error)) return { unread: error.message };
        throw error;
      }
    },
    rules: async (branch) => {
      const known = rules ?? (await queryRules(github, branch).catch(() => readRules(github, branch)));
      rules = null;
      return known;
    },
  };
};

/** Whether everything passed at a head; where the base has checks, some may be yet to come at one that has none. */
const hasAllPassed = ({ checks, runs, isQueued }: QueuedHead, runsOnBase: boolean): boolean =>
  !isQueued && (checks.length > 0 ? checks.every(isPassed) : runs?.length === 0 && !runsOnBase);

const isPassed = ({ standing }: SeenCheck): boolean => standing === "passed";
