import { z } from "zod";

const tokens = z.int().min(0).max(1_000_000_000_000);

/** What runs of a program used, as the program tells it: no evidence, but all that there is. */
export const usageSchema = z.strictObject({
  /** Tokens that its model read, those from a cache included. */
  inputTokens: tokens,
  outputTokens: tokens,
  /** US dollars; `null` when the program does not tell. */
  usd: z.number().min(0).max(1_000_000).nullable(),
});

export type Usage = z.output<typeof usageSchema>;

/** The usage of both; dollars that one of them does not tell count as none. */
export const addUsage = (one: Usage | null, other: Usage | null): Usage | null => {
  if (one === null || other === null) return one ?? other;
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    usd: one.usd === null || other.usd === null ? (one.usd ?? other.usd) : one.usd + other.usd,
  };
};
