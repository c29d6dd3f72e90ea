import type { ModelUsage } from "../../core/cost/usage.ts";
import type { Session } from "./adapter.ts";

/** What this run took of what a program sums up of the whole conversation. */
export const since = (session: Session | null, total: ModelUsage): ModelUsage => {
  if (session === null) return total;
  const { inputTokens, cachedInputTokens, outputTokens, usd } = session.before;
  return {
    model: total.model,
    inputTokens: Math.max(0, total.inputTokens - inputTokens),
    cachedInputTokens: Math.max(0, total.cachedInputTokens - cachedInputTokens),
    outputTokens: Math.max(0, total.outputTokens - outputTokens),
    usd: total.usd === null ? null : Math.max(0, total.usd - (usd ?? 0)),
  };
};

/** The same of several models, whose sums before nobody has told apart: what the first of them took before goes first. */
export const sinceAll = (session: Session | null, totals: readonly ModelUsage[]): ModelUsage[] => {
  let left = session;
  return totals.map((total) => {
    const now = since(left, total);
    left = left && { ...left, before: lessBy(left.before, total, now) };
    return now;
  });
};

/** What of `before` is not taken from this total yet. */
const lessBy = (before: ModelUsage, total: ModelUsage, now: ModelUsage): ModelUsage => ({
  ...before,
  inputTokens: before.inputTokens - (total.inputTokens - now.inputTokens),
  cachedInputTokens: before.cachedInputTokens - (total.cachedInputTokens - now.cachedInputTokens),
  outputTokens: before.outputTokens - (total.outputTokens - now.outputTokens),
  usd: before.usd === null ? null : before.usd - ((total.usd ?? 0) - (now.usd ?? 0)),
});
