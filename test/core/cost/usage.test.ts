import { addUsage, type Usage, usageSchema } from "../../../src/core/cost/usage.ts";

const used = (inputTokens: number, usd: number | null, more: Partial<Usage> = {}): Usage => ({
  ...{ inputTokens, cachedInputTokens: 1, outputTokens: 1, usd, assumedUsd: 0, ...more },
});
const twice = { cachedInputTokens: 2, outputTokens: 2 };

test.each<[string, Usage | null, Usage | null, Usage | null]>([
  ["nothing told twice", null, null, null],
  ["one told", used(1, 2), null, used(1, 2)],
  ["the other told", null, used(1, null), used(1, null)],
  ["both told", used(1, 2), used(3, 4), used(4, 6, twice)],
  ["dollars told once", used(1, null), used(3, 4), used(4, 4, twice)],
  ["dollars never told", used(1, null), used(3, null), used(4, null, twice)],
  ["dollars assumed", used(1, 2), used(3, null, { assumedUsd: 5 }), used(4, 2, { ...twice, assumedUsd: 5 })],
])("usages are added: %s", (_, one, other, sum) => {
  expect(addUsage(one, other)).toEqual(sum);
});

test.each([
  ["negative", { ...used(1, 1), inputTokens: -1 }],
  ["no number", { ...used(1, 1), usd: Number.NaN }],
  ["endless", { ...used(1, 1), usd: Number.POSITIVE_INFINITY }],
  ["half a token", { ...used(1, 1), outputTokens: 0.5 }],
  ["beyond belief", { ...used(1, 1), inputTokens: 1e15 }],
  ["in words", { ...used(1, 1), usd: "1" }],
])("a usage that is %s is refused", (_, usage) => {
  expect(usageSchema.safeParse(usage).success).toBe(false);
});

test("a usage of before caches and assumptions were told is read", () => {
  const read = usageSchema.parse({ inputTokens: 1, outputTokens: 1, usd: 2 });
  expect(read).toEqual(used(1, 2, { cachedInputTokens: 0 }));
});
