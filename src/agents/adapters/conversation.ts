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
