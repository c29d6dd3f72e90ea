import { z } from "zod";

const tokens = z.int().min(0).max(1_000_000_000_000);
const usd = z.number().min(0).max(1_000_000);

const told = {
  /** Tokens that its model read, those from a cache included. */
  inputTokens: tokens,
  /** Those of them that came from a cache. */
  cachedInputTokens: tokens.default(0),
  outputTokens: tokens,
  /** US dollars; `null` when the program does not tell. */
  usd: usd.nullable(),
};

/** What a program writes of its usage itself, with the model that it used. */
export const toldUsageSchema = z.strictObject({ ...told, model: z.string().max(300).optional() });

/** What one model took in a run, as the program tells it: no evidence, but all that there is. */
export interface ModelUsage {
  /** In the program's own words; `null` when it does not say. */
  readonly model: string | null;
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly usd: number | null;
}

/** What runs of a program took: as it tells, its tokens priced by list where it tells no dollars. */
export const usageSchema = z.strictObject({
  ...told,
  /** Dollars that all is counted at besides whose price nobody knows: none of them is in `usd`. */
  assumedUsd: usd.default(0),
});

export type Usage = z.output<typeof usageSchema>;

/** The usage of both; dollars that one of them does not tell count as none. */
export const addUsage = (one: Usage | null, other: Usage | null): Usage | null => {
  if (one === null || other === null) return one ?? other;
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    cachedInputTokens: one.cachedInputTokens + other.cachedInputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    usd: one.usd === null || other.usd === null ? (one.usd ?? other.usd) : one.usd + other.usd,
    assumedUsd: one.assumedUsd + other.assumedUsd,
  };
};
