import type { z } from "zod";
import { type Prices, priced } from "../core/cost/prices.ts";
import type { ModelUsage, toldUsageSchema, Usage } from "../core/cost/usage.ts";
import { dollars } from "../core/cost/words.ts";
import type { Plan } from "../core/plan/plan.ts";
import type { ProgramEnd } from "../steps/program-ports.ts";
import { pricesFor } from "./price-table.ts";
import type { ReadyProgram } from "./program.ts";

/** What the runs of one lane may take together, in dollars. */
export interface Purse {
  /** What is left; `null` without a limit. */
  readonly left: () => number | null;
  readonly take: (usage: Counted) => void;
}

type Counted = Pick<Usage, "usd" | "assumedUsd">;

export const newPurse = (usdLeft: number | undefined): Purse => {
  let left = usdLeft ?? null;
  return {
    left: () => left,
    take: (usage) => {
      if (left !== null) left = Math.max(0, left - countedIn(usage));
    },
  };
};

const countedIn = ({ usd, assumedUsd }: Counted): number => (usd ?? 0) + assumedUsd;

/** What a run took, before it is priced. */
export interface Took {
  readonly used: readonly ModelUsage[];
  /** 0 of a program that could not be started, `null` of one that was not. */
  readonly milliseconds: number | null;
}

interface Payer {
  readonly plan: Plan;
  readonly purse?: Purse;
  readonly ready: ReadyProgram;
}

/** The priced usage of a run, taken out of its lane's purse; `written` is what it wrote of it itself, which goes first. */
export const billFor = (
  written: z.output<typeof toldUsageSchema> | undefined,
  { used, milliseconds }: Took,
  { plan, purse, ready }: Payer,
): Usage | null => {
  if (milliseconds === null) return null;
  const told = written ? [{ ...written, model: written.model ?? null }] : used;
  const { model } = ready.program;
  const usage = priced(told, { prices: pricesFor(plan), model, milliseconds });
  purse?.take(usage);
  return usage;
};

/** A run that is not begun, since nothing is left for it. */
export const notBegun: Took & { readonly end: ProgramEnd; readonly said: string } = {
  ...{ used: [], milliseconds: null, said: "" },
  end: {
    ...{ ok: false, interrupted: true, trouble: null },
    how: "nothing is left for it of the plan's limits in dollars",
  },
};

/** A program that stops by itself at what is left may be a little short of it. */
const nearly = 0.999;

interface Watched {
  readonly left: number | null;
  readonly prices: Prices;
  readonly model: string | undefined;
  readonly giveUp: (why: string) => void;
}

/** Ends a run when what its program tells as it goes passes what is left. */
export const watchUsage = (
  used: (() => readonly ModelUsage[]) | undefined,
  { left, prices, model, giveUp }: Watched,
) => {
  let isEnded = false;
  const isOver = (told: readonly ModelUsage[]): boolean =>
    left !== null &&
    told.length > 0 &&
    countedIn(priced(told, { prices, model, milliseconds: 0 })) >= left * nearly;
  return {
    /** Whether such usage is all that was left. */
    isOver,
    /** Looks at what it has told. */
    look: () => {
      if (left === null || isEnded || !used || !isOver(used())) return;
      isEnded = true;
      giveUp(`it took the ${dollars(left)} that the plan's limits left for it`);
    },
  };
};

/** Between two times that what a run has taken is told, in milliseconds. */
const everyMs = { soonest: 250, latest: 5000 };

/** Tells what a run has taken as it goes, when it says so and from time to time: whoever is killed has written it down. */
export const tellUsage = (
  used: (() => readonly ModelUsage[]) | undefined,
  {
    prices,
    model,
    tell,
  }: Pick<Watched, "prices" | "model"> & { readonly tell: ((usage: Usage) => void) | undefined },
) => {
  const begun = performance.now();
  let last = begun;
  const say = (): void => {
    last = performance.now();
    tell?.(priced(used?.() ?? [], { prices, model, milliseconds: Math.round(last - begun) }));
  };
  const timer = setInterval(say, everyMs.latest);
  timer.unref();
  say();
  return {
    /** Something was said. */
    look: () => {
      if (performance.now() - last >= everyMs.soonest) say();
    },
    end: () => clearInterval(timer),
  };
};
