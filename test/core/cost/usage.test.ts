import { addUsage, type Usage, usageSchema } from "../../../src/core/cost/usage.ts";

const used = (inputTokens: number, usd: number | null): Usage => ({ inputTokens, outputTokens: 1, usd });

test.each<[string, Usage | null, Usage | null, Usage | null]>([
  ["nothing told twice", null, null, null],
  ["one told", used(1, 2), null, used(1, 2)],
  ["the other told", null, used(1, null), used(1, null)],
  ["both told", used(1, 2), used(3, 4), { inputTokens: 4, outputTokens: 2, usd: 6 }],
  ["dollars told once", used(1, null), used(3, 4), { inputTokens: 4, outputTokens: 2, usd: 4 }],
  ["dollars never told", used(1, null), used(3, null), { inputTokens: 4, outputTokens: 2, usd: null }],
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
