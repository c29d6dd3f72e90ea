import { z } from "zod";
import { openObject } from "../open-object.ts";
import { usageSchema } from "./usage.ts";

const many = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What programs run for: the todo's work, what gates, reviews and people ask of it afterwards, and its reviews. */
export const costSteps = ["implement", "fix", "review"] as const;
export type CostStep = (typeof costSteps)[number];

/** A part of what was spent: the dollars are those that `usd` holds of it. */
const partSchema = openObject({
  runs: many,
  milliseconds: z.number().min(0),
  tokens: many,
  usd: z.number().min(0),
});
export type SpentPart = z.output<typeof partSchema>;

/** What the runs of agents and reviewers for one todo took, over all attempts and rounds. */
export const spentSchema = openObject({
  /** Steps in which programs ran. */
  runs: many,
  milliseconds: z.number().min(0),
  /** Tokens that models read. */
  inputTokens: many,
  /** Those of them that came from a cache. */
  cachedInputTokens: many.default(0),
  outputTokens: many,
  /** US dollars that were told, or are the price of tokens that were. */
  usd: z.number().min(0),
  /** Runs of which that is not known, or not of all that they took. */
  untold: many,
  /** Dollars that those are counted at besides. */
  assumedUsd: z.number().min(0).default(0),
  /** By what they ran for; nothing for what an earlier version booked. */
  steps: openObject({
    implement: partSchema.optional(),
    fix: partSchema.optional(),
    review: partSchema.optional(),
  }).default({}),
  /** What runs took that failed or were cut off, and whose work nobody went on with. */
  wasted: partSchema.optional(),
});
export type Spent = z.output<typeof spentSchema>;

export const nothingSpent: Spent = {
  runs: 0,
  milliseconds: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  usd: 0,
  untold: 0,
  assumedUsd: 0,
  steps: {},
};

/** What the runs of a program in one step took, as its hand-off says. */
export const costSchema = z.strictObject({
  /** Names these runs, whoever hands on what they made. */
  bill: z.string().min(1).max(60),
  /** `null` when none ran. */
  usage: usageSchema.nullable(),
  milliseconds: z.number().min(0),
  /** What they ran for; earlier versions said it in the bill alone. */
  step: z.enum(costSteps).optional(),
  /** Whether they came to nothing that is used. */
  wasted: z.boolean().optional(),
});
export type Cost = z.output<typeof costSchema>;

/** Bills that a hand-off carries: its own, and of steps before it whose lanes ended before they could book theirs. */
export const maxBills = 8;

/** Bills that a todo's record remembers as booked, the latest last: more than its hand-offs can bring once more. */
export const bookedSchema = z.array(costSchema.shape.bill).max(4 * maxBills);

/** The costs of a todo that were booked, and by which bills. */
interface Ledger {
  readonly spent: Spent;
  readonly booked: readonly string[];
}

/** Books each bill once, however often the steps that crashed and were repeated bring it. */
export const book = (ledger: Ledger, costs: readonly Cost[]): { spent: Spent; booked: string[] } => {
  const fresh = costs.filter(
    (cost, at) => !isBooked(ledger, [cost]) && costs.findIndex(({ bill }) => bill === cost.bill) === at,
  );
  // One that is brought again may be brought once more: it is remembered anew.
  const brought = new Set(costs.map(({ bill }) => bill));
  const booked = [...ledger.booked.filter((bill) => !brought.has(bill)), ...brought].slice(-4 * maxBills);
  return { spent: fresh.reduce(add, ledger.spent), booked };
};

/** Whether nothing of it is left to book. */
export const isBooked = ({ booked }: Pick<Ledger, "booked">, costs: readonly Cost[]): boolean =>
  costs.every(({ bill }) => booked.includes(bill));

const add = (sum: Spent, cost: Cost): Spent => {
  const { usage, milliseconds, wasted } = cost;
  if (usage === null) return { ...sum, milliseconds: sum.milliseconds + milliseconds };
  const { inputTokens, cachedInputTokens, outputTokens, usd, assumedUsd } = usage;
  const part = { runs: 1, milliseconds, tokens: inputTokens + outputTokens, usd: usd ?? 0 };
  const one: Spent = {
    ...{ runs: 1, milliseconds, inputTokens, cachedInputTokens, outputTokens },
    ...{ usd: usd ?? 0, untold: usd === null || assumedUsd > 0 ? 1 : 0, assumedUsd },
    steps: { [stepOf(cost)]: part },
    ...(wasted ? { wasted: part } : {}),
  };
  return both(sum, one);
};

/** What the runs were for. */
export const stepOf = ({ step, bill }: Pick<Cost, "step" | "bill">): CostStep =>
  step ?? (bill.startsWith("review ") ? "review" : "implement");

/** What several todos took together: a body, a plan. */
export const total = (all: readonly Spent[]): Spent => all.filter(hasSpent).reduce(both, nothingSpent);

/** Most of a long plan's todos have taken nothing: they are asked for again and again. */
const hasSpent = ({ runs, milliseconds, usd, untold, assumedUsd }: Spent): boolean =>
  runs > 0 || milliseconds > 0 || usd > 0 || untold > 0 || assumedUsd > 0;

/** The sum; what only a later version knows stays with the first. */
const both = (one: Spent, other: Spent): Spent => {
  const wasted = bothParts(one.wasted, other.wasted);
  return {
    ...one,
    runs: one.runs + other.runs,
    milliseconds: one.milliseconds + other.milliseconds,
    inputTokens: one.inputTokens + other.inputTokens,
    cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    usd: one.usd + other.usd,
    untold: one.untold + other.untold,
    assumedUsd: one.assumedUsd + other.assumedUsd,
    steps: bothSteps(one.steps, other.steps),
    ...(wasted ? { wasted } : {}),
  };
};

const bothSteps = (one: Spent["steps"], other: Spent["steps"]): Spent["steps"] => {
  const sums = { ...one };
  for (const step of costSteps) {
    const part = bothParts(one[step], other[step]);
    if (part) sums[step] = part;
  }
  return sums;
};

const bothParts = (one: SpentPart | undefined, other: SpentPart | undefined): SpentPart | undefined => {
  if (!one || !other) return one ?? other;
  return {
    ...one,
    runs: one.runs + other.runs,
    milliseconds: one.milliseconds + other.milliseconds,
    tokens: one.tokens + other.tokens,
    usd: one.usd + other.usd,
  };
};
