import type { Cost, CostStep } from "../core/cost/ledger.ts";
import { addUsage, type Usage } from "../core/cost/usage.ts";
import type { Entry } from "../core/lane/handoff.ts";

/** What a lane's step takes: a bill for each thing that its programs run for. */
export interface Meter {
  /** Programs run for this from now on. */
  readonly turnTo: (step: CostStep) => void;
  /** A program's run has ended. */
  readonly add: (usage: Usage | null) => void;
  /** The bills as they would be if the program that runs were cut off now. */
  readonly billsWith: (usage: Usage) => Cost[];
  /** The bills so far; `wasted` when nobody goes on with what they are for. */
  readonly bills: (wasted: boolean) => Cost[];
}

export const newMeter = ({ claim }: Pick<Entry, "claim">, step: CostStep, clock: () => number): Meter => {
  const begun = clock();
  let current: Part = { step, from: begun, usage: null };
  const before: (Part & { readonly to: number })[] = [];
  const billOf = (part: Part, to: number, wasted: boolean): Cost => ({
    bill: `${part.step} ${claim.slice(0, 12)} ${begun.toString(36)}`,
    step: part.step,
    usage: part.usage,
    milliseconds: Math.max(0, to - part.from),
    ...(wasted ? { wasted } : {}),
  });
  const bills = (wasted: boolean, last: Usage | null): Cost[] => [
    ...before.map((part) => billOf(part, part.to, wasted)),
    billOf({ ...current, usage: addUsage(current.usage, last) }, clock(), wasted),
  ];
  return {
    turnTo: (next) => {
      if (next === current.step) return;
      const now = clock();
      before.push({ ...current, to: now });
      current = { step: next, from: now, usage: null };
    },
    add: (usage) => {
      current = { ...current, usage: addUsage(current.usage, usage) };
    },
    billsWith: (usage) => bills(true, usage),
    bills: (wasted) => bills(wasted, null),
  };
};

interface Part {
  readonly step: CostStep;
  readonly from: number;
  readonly usage: Usage | null;
}
