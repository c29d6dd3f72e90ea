import { z } from "zod";
import { openObject } from "../open-object.ts";
import { usageSchema } from "./usage.ts";

const many = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

/** What the runs of agents and reviewers for one todo took, over all attempts and rounds, as they tell it. */
export const spentSchema = openObject({
  /** Steps in which programs ran. */
  runs: many,
  milliseconds: z.number().min(0),
  /** Tokens that models read. */
  inputTokens: many,
  outputTokens: many,
  /** US dollars that were told. */
  usd: z.number().min(0),
  /** Runs that told no dollars: what they cost is not known. */
  untold: many,
});
export type Spent = z.output<typeof spentSchema>;

export const nothingSpent: Spent = {
  runs: 0,
  milliseconds: 0,
  inputTokens: 0,
  outputTokens: 0,
  usd: 0,
  untold: 0,
};

/** What the runs of a program in one step took, as its hand-off says. */
export const costSchema = z.strictObject({
  /** Names these runs, whoever hands on what they made. */
  bill: z.string().min(1).max(60),
  usage: usageSchema.nullable(),
  milliseconds: z.number().min(0),
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

const add = (sum: Spent, { usage, milliseconds }: Cost): Spent => {
  const usd = usage?.usd ?? null;
  return {
    ...sum,
    runs: sum.runs + 1,
    milliseconds: sum.milliseconds + milliseconds,
    inputTokens: sum.inputTokens + (usage?.inputTokens ?? 0),
    outputTokens: sum.outputTokens + (usage?.outputTokens ?? 0),
    usd: sum.usd + (usd ?? 0),
    untold: sum.untold + (usd === null ? 1 : 0),
  };
};

/** What several todos took together: a body, a plan. */
export const total = (all: readonly Spent[]): Spent =>
  all.reduce(
    (sum, one) => ({
      runs: sum.runs + one.runs,
      milliseconds: sum.milliseconds + one.milliseconds,
      inputTokens: sum.inputTokens + one.inputTokens,
      outputTokens: sum.outputTokens + one.outputTokens,
      usd: sum.usd + one.usd,
      untold: sum.untold + one.untold,
    }),
    nothingSpent,
  );

/** In words, such as `$1.20, 31k tokens, 12 min`; runs that told no dollars are said. */
export const spentText = ({ runs, milliseconds, inputTokens, outputTokens, usd, untold }: Spent): string => {
  if (runs === 0) return "nothing yet";
  const tokens = inputTokens + outputTokens;
  const parts = [
    ...(untold < runs ? [dollars(usd)] : []),
    ...(tokens > 0 ? [`${tokens < 1000 ? tokens : `${Math.round(tokens / 1000)}k`} tokens`] : []),
    minutes(milliseconds),
    ...(untold > 0 && untold < runs ? [`${untold} of ${runs} runs told no cost`] : []),
  ];
  return parts.join(", ");
};

export const dollars = (usd: number): string => `$${usd.toFixed(2)}`;

/** A time in words, such as `12 min`. */
export const minutes = (milliseconds: number): string =>
  milliseconds < 60_000 ? `${Math.ceil(milliseconds / 1000)} s` : `${Math.round(milliseconds / 60_000)} min`;

/** Whether a plan has taken all the dollars that it may: no more is started then. */
export const isOverBudget = (
  wanted: readonly { readonly record: { readonly spent: Spent } }[],
  { limits }: { readonly limits: { readonly usd?: number | undefined } },
): boolean =>
  limits.usd !== undefined && wanted.reduce((sum, { record }) => sum + record.spent.usd, 0) >= limits.usd;

/** That the plan has taken all the dollars that it may; `null` when it has not. */
export const budgetText = (
  wanted: readonly { readonly record: { readonly spent: Spent } }[],
  { limits }: { readonly limits: { readonly usd?: number | undefined } },
): string | null => {
  if (limits.usd === undefined || !isOverBudget(wanted, { limits })) return null;
  const spent = total(wanted.map(({ record }) => record.spent));
  return `the plan took ${dollars(spent.usd)}, and \`limits.usd\` is ${dollars(limits.usd)}`;
};

/** Limits of what one todo may take; what is `undefined` has none. */
interface TodoBudget {
  readonly todoUsd?: number | undefined;
  readonly todoMinutes?: number | undefined;
}

/** The limit that a todo has reached, and what it took, both in dollars or in milliseconds and minutes. */
type OverBudget =
  | { readonly limit: "todoUsd"; readonly most: number; readonly spent: number }
  | { readonly limit: "todoMinutes"; readonly most: number; readonly spent: number };

/** Why a todo may take no more; `null` when it may. */
export const overBudget = (
  { usd, milliseconds }: Spent,
  { todoUsd, todoMinutes }: TodoBudget,
): OverBudget | null => {
  if (todoUsd !== undefined && usd >= todoUsd) return { limit: "todoUsd", most: todoUsd, spent: usd };
  if (todoMinutes !== undefined && milliseconds >= todoMinutes * 60_000)
    return { limit: "todoMinutes", most: todoMinutes, spent: milliseconds };
  return null;
};
