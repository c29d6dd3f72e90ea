import { z } from "zod";
import type { ModelUsage, Usage } from "./usage.ts";

const dollarsPerMillion = z.number().min(0).max(1_000_000);

/** What a model's tokens cost, in US dollars for a million. */
const priceSchema = z.strictObject({
  model: z
    .string()
    .min(1)
    .max(300)
    .describe("Its name as the program tells it, without its provider and its date; `*` is any letters."),
  input: dollarsPerMillion.describe("US dollars for a million tokens that it reads."),
  output: dollarsPerMillion.describe("US dollars for a million tokens that it writes."),
  cachedInput: dollarsPerMillion
    .optional()
    .describe("US dollars for a million tokens that it reads from a cache; `input` when not given."),
});
type Price = z.output<typeof priceSchema>;

/** What usage is counted at of which nobody told the price, in a plan. */
export const planPricesSchema = z
  .strictObject({
    models: z
      .array(priceSchema)
      .max(200)
      .default([])
      .describe(
        "Prices of your own, before those of `prices/models.json`; of several that fit, the one whose name has the most letters counts.",
      ),
    unknown: z
      .enum(["dearest", "free"])
      .default("dearest")
      .describe(
        "What `limits` count usage at whose price is not known; dearest: tokens at the dearest known price, runs that tell nothing at `minuteUsd`; free: nothing.",
      ),
    minuteUsd: z
      .number()
      .min(0)
      .max(1000)
      .default(0.5)
      .describe("US dollars for a minute of a run that tells nothing of what it used."),
  })
  .prefault({});
type PlanPrices = z.output<typeof planPricesSchema>;

/** The list prices that Milepost brings: of a day, from the vendors' pages. */
export const priceTableSchema = z.strictObject({
  date: z.iso.date(),
  note: z.string(),
  /** The page is the source of the prices. */
  vendors: z.array(z.strictObject({ vendor: z.string(), page: z.url(), models: z.array(priceSchema) })),
});
export type PriceTable = z.output<typeof priceTableSchema>;

/** What a plan's runs are priced by. */
export interface Prices extends Pick<PlanPrices, "unknown" | "minuteUsd"> {
  /** The first that fits counts. */
  readonly models: readonly Price[];
}

export const pricesOf = (
  { models, ...habits }: PlanPrices,
  { vendors }: Pick<PriceTable, "vendors">,
): Prices => ({
  models: [...mostExactFirst(models), ...mostExactFirst(vendors.flatMap((vendor) => vendor.models))],
  ...habits,
});

/** A name that is written out says more of its model than a pattern that fits it as well. */
const mostExactFirst = (models: readonly Price[]): Price[] =>
  models.toSorted((a, b) => lettersOf(b) - lettersOf(a));

const lettersOf = ({ model }: Price): number => model.replaceAll("*", "").length;

/** The price of a model; `null` when it is not known. */
export const priceOf = (model: string | null, { models }: Pick<Prices, "models">): Price | null => {
  if (model === null) return null;
  const names = namesOf(model);
  return models.find((price) => names.some((name) => matches(name, price.model))) ?? null;
};

/** A name as it stands, then without its provider, then without what says which edition it is. */
const namesOf = (model: string): string[] => {
  const whole = model.trim().toLowerCase();
  const own = whole.slice(whole.lastIndexOf("/") + 1);
  return [whole, own, own.replace(edition, "")];
};

/** `-20251101`, `-2025-08-07`, `-latest`, `@20251101`, `:beta`, `[1m]` at the end of a name. */
const edition = /(?:[@:].*|-\d{8}|-\d{4}-\d{2}-\d{2}|-latest|\[\w+\])+$/;

const matches = (name: string, pattern: string): boolean => {
  const [start = "", ...rest] = pattern.toLowerCase().split("*");
  if (rest.length === 0) return name === start;
  if (!name.startsWith(start)) return false;
  const end = rest.pop() ?? "";
  let from = start.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return name.length - end.length >= from && name.endsWith(end);
};

interface PriceOfTokens {
  readonly input: number;
  readonly output: number;
  readonly cachedInput: number;
}

/** The dearest of what is known, of each kind of token; of models with a price for cached input, which programs live by. */
export const dearest = ({ models }: Pick<Prices, "models">): PriceOfTokens => {
  const cached = models.filter(({ cachedInput }) => cachedInput !== undefined);
  const most = (of: (price: Price) => number): number => Math.max(0, ...cached.map(of));
  return {
    input: most(({ input }) => input),
    output: most(({ output }) => output),
    cachedInput: most(({ cachedInput = 0 }) => cachedInput),
  };
};

interface Run {
  readonly prices: Prices;
  /** The plan's model, for what tells none itself. */
  readonly model: string | undefined;
  readonly milliseconds: number;
}

/**
 * What a run took, in dollars: those that it told, else its tokens by list. What has no known price is assumed to be as
 * dear as the dearest, and what told nothing at all to have taken so much a minute, unless the plan says that it is free.
 */
export const priced = (told: readonly ModelUsage[], { prices, model, milliseconds }: Run): Usage => {
  if (told.length === 0) {
    const assumed = prices.unknown === "free" ? 0 : (prices.minuteUsd * milliseconds) / 60_000;
    return { ...noTokens, usd: null, assumedUsd: rounded(assumed) };
  }
  return told.reduce<Usage>(
    (sum, one) => {
      const cost = costOf(one, { prices, model: one.model ?? model ?? null });
      return {
        inputTokens: sum.inputTokens + one.inputTokens,
        cachedInputTokens: sum.cachedInputTokens + one.cachedInputTokens,
        outputTokens: sum.outputTokens + one.outputTokens,
        usd: cost.usd === null ? sum.usd : rounded((sum.usd ?? 0) + cost.usd),
        assumedUsd: rounded(sum.assumedUsd + cost.assumedUsd),
      };
    },
    { ...noTokens, usd: null, assumedUsd: 0 },
  );
};

const noTokens = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };

const costOf = (
  one: ModelUsage,
  { prices, model }: { prices: Prices; model: string | null },
): Pick<Usage, "usd" | "assumedUsd"> => {
  if (one.usd !== null) return { usd: one.usd, assumedUsd: 0 };
  const price = priceOf(model, prices);
  if (price !== null) return { usd: tokensAt(one, price), assumedUsd: 0 };
  return { usd: null, assumedUsd: prices.unknown === "free" ? 0 : tokensAt(one, dearest(prices)) };
};

const tokensAt = (
  { inputTokens, cachedInputTokens, outputTokens }: ModelUsage,
  { input, output, cachedInput = input }: Omit<Price, "model">,
): number => {
  const cached = Math.min(inputTokens, cachedInputTokens);
  return rounded(((inputTokens - cached) * input + cached * cachedInput + outputTokens * output) / 1_000_000);
};

/** To the millionth of a dollar: more digits are none of a price list's, and records hold them. */
const rounded = (usd: number): number => Math.round(usd * 1_000_000) / 1_000_000;
