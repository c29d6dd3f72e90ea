import type { Plan } from "../plan/plan.ts";
import { type Spent, total } from "./ledger.ts";
import { dollars } from "./words.ts";

/** Whose limits and prices count: a plan's. */
export interface Budget {
  readonly limits: { readonly [Limit in "usd" | "todoUsd" | "todoMinutes"]?: Plan["limits"][Limit] };
  readonly prices: Pick<Plan["prices"], "unknown">;
}

type Spender = { readonly record: { readonly spent: Spent } };

/** What counts against limits in dollars: what is known, and what all else is assumed to be unless that is free. */
const countedUsd = ({ usd, assumedUsd }: Spent, { prices }: Pick<Budget, "prices">): number =>
  prices.unknown === "free" ? usd : usd + assumedUsd;

/** The dollars of a plan that count. */
export const countedOf = (wanted: readonly Spender[], budget: Pick<Budget, "prices">): number =>
  wanted.reduce((sum, { record }) => sum + countedUsd(record.spent, budget), 0);

/** Whether a plan has taken all the dollars that it may: no more is started then. */
export const isOverBudget = (wanted: readonly Spender[], budget: Budget): boolean =>
  budget.limits.usd !== undefined && countedOf(wanted, budget) >= budget.limits.usd;

/** That the plan has taken all the dollars that it may, and how much of that is a guess; `null` when it has not. */
export const budgetText = (wanted: readonly Spender[], budget: Budget): string | null => {
  const { usd } = budget.limits;
  if (usd === undefined || !isOverBudget(wanted, budget)) return null;
  const { assumedUsd } = total(wanted.map(({ record }) => record.spent));
  const isAssumed = assumedUsd > 0 && budget.prices.unknown !== "free";
  const assumed = isAssumed
    ? ` (${dollars(assumedUsd)} of it assumed for what told no price: see \`prices\`)`
    : "";
  return `the plan took ${dollars(countedOf(wanted, budget))}${assumed}, and \`limits.usd\` is ${dollars(usd)}`;
};

/** The dollars that a todo may still take, of its own and of its plan's; `null` without a limit. */
export const leftFor = (
  { record }: Spender,
  { limits, prices }: Budget,
  countedOfPlan: () => number,
): number | null => {
  const left = [
    ...(limits.usd === undefined ? [] : [limits.usd - countedOfPlan()]),
    ...(limits.todoUsd === undefined ? [] : [limits.todoUsd - countedUsd(record.spent, { prices })]),
  ];
  return left.length === 0 ? null : Math.max(0, Math.min(...left));
};

/** The limit that a todo has reached, and what it took, both in dollars or in milliseconds and minutes. */
type OverBudget =
  | { readonly limit: "todoUsd"; readonly most: number; readonly spent: number }
  | { readonly limit: "todoMinutes"; readonly most: number; readonly spent: number };

/** Why a todo may take no more; `null` when it may. */
export const overBudget = (spent: Spent, budget: Budget): OverBudget | null => {
  const { todoUsd, todoMinutes } = budget.limits;
  const usd = countedUsd(spent, budget);
  if (todoUsd !== undefined && usd >= todoUsd) return { limit: "todoUsd", most: todoUsd, spent: usd };
  if (todoMinutes !== undefined && spent.milliseconds >= todoMinutes * 60_000)
    return { limit: "todoMinutes", most: todoMinutes, spent: spent.milliseconds };
  return null;
};
