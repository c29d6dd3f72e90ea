import { priceTable } from "../../../src/agents/price-table.ts";
import {
  dearest,
  type Prices,
  planPricesSchema,
  priced,
  priceOf,
  pricesOf,
} from "../../../src/core/cost/prices.ts";
import type { ModelUsage, Usage } from "../../../src/core/cost/usage.ts";

const table = {
  vendors: [
    {
      ...{ vendor: "V", page: "https://example.com/prices" },
      models: [
        { model: "small", input: 1, cachedInput: 0.1, output: 2 },
        { model: "large-5", input: 4, cachedInput: 0.5, output: 20 },
        { model: "large-5*-mini", input: 0.5, cachedInput: 0.05, output: 1 },
        { model: "large-5-pro", input: 40, output: 200 },
      ],
    },
  ],
};
const prices = (own: object = {}): Prices => pricesOf(planPricesSchema.parse(own), table);

test.each([
  ["small", 1],
  ["SMALL", 1],
  ["vendor/small", 1],
  ["router/vendor/small:beta", 1],
  ["small-20251101", 1],
  ["small-2025-08-07", 1],
  ["small-latest", 1],
  ["small[1m]", 1],
  ["small-20251101[1m]", 1],
  ["large-5-mini", 0.5],
  ["large-5.1-mini-latest", 0.5],
  ["large-5-pro", 40],
  ["smaller", null],
  ["large", null],
  ["large-5-ultra", null],
  ["", null],
  [null, null],
])("the price of %j is found by its name", (model, input) => {
  expect(priceOf(model, prices())?.input ?? null).toBe(input);
});

test.each([
  ["small", { models: [{ model: "small", input: 7, output: 7 }] }, 7],
  ["local/qwen-3", { models: [{ model: "local/*", input: 0, output: 0 }] }, 0],
  ["qwen-3", { models: [{ model: "*", input: 9, output: 9 }] }, 9],
  ["small", { models: [{ model: "sm*ll*", input: 3, output: 3 }] }, 3],
  [
    "small",
    { models: ["*", "sm*", "small", "smal*"].map((model, input) => ({ model, input, output: 1 })) },
    2,
  ],
  [
    "smallest",
    { models: ["*", "sm*", "small", "smal*"].map((model, input) => ({ model, input, output: 1 })) },
    3,
  ],
])("a plan's own price goes first: %s", (model, own, input) => {
  expect(priceOf(model, prices(own))?.input).toBe(input);
});

const used = (more: Partial<ModelUsage> = {}): ModelUsage => ({
  ...{ model: null, inputTokens: 1_000_000, cachedInputTokens: 0, outputTokens: 100_000, usd: null },
  ...more,
});
const took = (
  told: readonly ModelUsage[],
  run: { own?: object; model?: string | undefined; milliseconds?: number } = {},
): Pick<Usage, "usd" | "assumedUsd"> => {
  const { own, model, milliseconds = 120_000 } = run;
  const { usd, assumedUsd } = priced(told, { prices: prices(own), model, milliseconds });
  return { usd, assumedUsd };
};
const free = { unknown: "free" };

test.each<[string, Pick<Usage, "usd" | "assumedUsd">, Pick<Usage, "usd" | "assumedUsd">]>([
  ["dollars that are told", took([used({ usd: 3, model: "small" })]), { usd: 3, assumedUsd: 0 }],
  ["tokens of a model that is told", took([used({ model: "small" })]), { usd: 1.2, assumedUsd: 0 }],
  ["of the plan's model", took([used()], { model: "large-5" }), { usd: 6, assumedUsd: 0 }],
  [
    "of the one that is told, before the plan's",
    took([used({ model: "small" })], { model: "large-5" }),
    { usd: 1.2, assumedUsd: 0 },
  ],
  [
    "tokens from a cache",
    took([used({ model: "small", cachedInputTokens: 900_000 })]),
    { usd: 0.39, assumedUsd: 0 },
  ],
  [
    "tokens from a cache that has no price of its own",
    took([used({ cachedInputTokens: 900_000 })], { model: "large-5-pro" }),
    { usd: 60, assumedUsd: 0 },
  ],
  [
    "more from a cache than were read",
    took([used({ model: "small", cachedInputTokens: 9_000_000 })]),
    { usd: 0.3, assumedUsd: 0 },
  ],
  ["a model that nobody knows", took([used({ model: "m" })]), { usd: null, assumedUsd: 6 }],
  ["one, where that is free", took([used()], { own: free }), { usd: null, assumedUsd: 0 }],
  [
    "several models",
    took([used({ model: "small" }), used({ usd: 1 }), used({ model: "m" })]),
    { usd: 2.2, assumedUsd: 6 },
  ],
  ["nothing at all", took([]), { usd: null, assumedUsd: 1 }],
  ["nothing, at the plan's rate", took([], { own: { minuteUsd: 3 } }), { usd: null, assumedUsd: 6 }],
  ["nothing, where that is free", took([], { own: free }), { usd: null, assumedUsd: 0 }],
  ["nothing, of what never ran", took([], { milliseconds: 0 }), { usd: null, assumedUsd: 0 }],
])("a run is priced by %s", (_, is, wanted) => {
  expect(is.usd === null ? null : Number(is.usd.toFixed(6))).toBe(wanted.usd);
  expect(is.assumedUsd).toBeCloseTo(wanted.assumedUsd, 6);
});

test("tokens are summed over models", () => {
  const told = [used({ model: "small", cachedInputTokens: 5 }), used({ inputTokens: 2 })];
  expect(priced(told, { prices: prices(), model: undefined, milliseconds: 1 })).toMatchObject({
    ...{ inputTokens: 1_000_002, cachedInputTokens: 5, outputTokens: 200_000 },
  });
});

test("the dearest is of models that can be read from a cache, the plan's among them", () => {
  expect(dearest(prices())).toEqual({ input: 4, cachedInput: 0.5, output: 20 });
  const own = { models: [{ model: "x", input: 9, cachedInput: 0.2, output: 3 }] };
  expect(dearest(prices(own))).toEqual({ input: 9, cachedInput: 0.5, output: 20 });
});

test("the table in the repository names each model once, and its cache is never dearer than the model", () => {
  const all = priceTable().vendors.flatMap(({ models }) => models);
  expect(new Set(all.map(({ model }) => model)).size).toBe(all.length);
  expect(all.filter(({ input, cachedInput = 0 }) => cachedInput > input)).toEqual([]);
  const shadowed = all.filter((price) => priceOf(price.model.replace("*", ""), { models: all }) !== price);
  expect(shadowed).toEqual([]);
});
