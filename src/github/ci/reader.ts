import type { BaseRules } from "../../core/ci/rules.ts";
import type { SeenPull } from "../../core/snapshot/snapshot.ts";
import type { QueuedHead, ReadHeads } from "../../steps/ci.ts";
import type { GitHub } from "../client.ts";
import { batch, isRefusal, readHeads } from "./heads.ts";
import { newPassedHeads } from "./passed-heads.ts";
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

export const newCiReader = (github: GitHub, now: () => Date): CiReader => {
  const passed = newPassedHeads(now);
  let ahead: ReadonlyMap<number, QueuedHead> = new Map();
  let rules: BaseRules | null = null;
  let runsOnBase = false;

  const read = async (base: string, numbers: readonly number[]): Promise<ReadonlyMap<number, QueuedHead>> => {
    const found = await readHeads(github, base, numbers);
    ({ runsOnBase } = found);
    passed.note(found);
    return found.heads;
  };

  return {
    ahead: async ({ base, pulls, anew }) => {
      const due = pulls.filter((pull) => anew || passed.known(pull) === null).slice(0, batch);
      [ahead, rules] = [new Map(), null];
      if (due.length === 0) return;
      const numbers = due.map(({ number }) => number);
      // Whoever asks then hears why it could not be read.
      [ahead, rules] = await Promise.all([
        read(base, numbers).catch(() => ahead),
        queryRules(github, base).catch(() => null),
      ]);
    },
    heads: async (base, pulls, { anew }) => {
      const heads = new Map<number, QueuedHead>();
      for (const pull of pulls) {
        const one = ahead.get(pull.number) ?? (anew ? null : passed.known(pull));
        if (one) heads.set(pull.number, one);
      }
      ahead = new Map();
      const missing = pulls.flatMap(({ number }) => (heads.has(number) ? [] : [number]));
      try {
        const found = missing.length === 0 ? [] : await read(base, missing);
        return { heads: new Map([...heads, ...found]), runsOnBase };
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
