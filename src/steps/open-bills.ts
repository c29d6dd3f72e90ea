import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Cost, costSchema, maxBills } from "../core/cost/ledger.ts";
import { addUsage, type Usage } from "../core/cost/usage.ts";
import { handOffFiles, readLeft, writeHandOff } from "./hand-off.ts";
import type { Meter } from "./meter.ts";
import type { Billing, TellProgress } from "./program-ports.ts";

/*
 * What a program has taken while it runs is written down as it tells it: whoever is killed meanwhile leaves a bill, which
 * the next lane of the todo brings.
 */

const openBillsSchema = z.strictObject({ costs: z.array(costSchema).max(maxBills) });

/** The bills of a lane that was killed while its program ran; none when it ended. */
export const openBillsLeft = async (ports: {
  readonly handOff: string;
  readonly progress: TellProgress;
}): Promise<readonly Cost[]> => (await readLeft(ports, handOffFiles.running, openBillsSchema))?.costs ?? [];

/** What bills count against limits in dollars. */
const owedIn = (costs: readonly Cost[]): number =>
  costs.reduce((sum, { usage }) => sum + (usage?.usd ?? 0) + (usage?.assumedUsd ?? 0), 0);

export interface OpenBills {
  /** A program is run: what is owed is taken from what is left by the first, and what it takes is told. */
  readonly next: () => Billing;
  /** The meter has what was told by now. */
  readonly booked: () => void;
  /** All of it is in a report. */
  readonly close: () => Promise<void>;
}

/** Keeps the bills of a lane whose program runs, below those that were left. */
export const openBills = (handOff: string, meter: Meter, left: readonly Cost[]): OpenBills => {
  let owed = owedIn(left);
  /** Of runs of this step that the meter does not have yet: a program that is run again begins anew. */
  let earlier: Usage | null = null;
  let last: Usage | null = null;
  let next: Usage | null = null;
  let writing: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    for (let usage = next; usage !== null; usage = next) {
      next = null;
      const costs = withBills(left, meter.billsWith(usage));
      // A run is not ended because its bill cannot be written: what is booked in the end is in its report.
      await writeHandOff(handOff, handOffFiles.running, { costs }).catch(() => undefined);
    }
    writing = null;
  };
  const told = (usage: Usage): void => {
    last = usage;
    next = addUsage(earlier, usage);
    writing ??= write();
  };
  return {
    next: () => {
      const billing = { owed, told };
      owed = 0;
      earlier = addUsage(earlier, last);
      last = null;
      return billing;
    },
    booked: () => {
      earlier = null;
      last = null;
    },
    close: async () => {
      next = null;
      await writing;
      await rm(join(handOff, handOffFiles.running), { force: true });
    },
  };
};

/** Bills with others before them that they do not have by the same name. */
export const withBills = (left: readonly Cost[], own: readonly Cost[]): Cost[] => {
  const names = new Set(own.map(({ bill }) => bill));
  const others = left.filter(({ bill }) => !names.has(bill)).map((cost) => ({ ...cost, wasted: true }));
  return [...others, ...own].slice(-maxBills);
};
