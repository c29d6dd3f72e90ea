import { type Budget, isOverBudget, leftFor, overBudget } from "../../../src/core/cost/budget.ts";
import { nothingSpent, type Spent } from "../../../src/core/cost/ledger.ts";
import { planWith } from "../scene.ts";

const budget = (limits: object, unknown: Budget["prices"]["unknown"] = "dearest"): Budget =>
  planWith({ a: [{}] }, { limits, prices: { unknown } });
const one = (more: Partial<Spent>) => ({ record: { spent: { ...nothingSpent, ...more } } });

test.each<[object, Partial<Spent>, string | null]>([
  [{ todoUsd: 2 }, { usd: 1.99 }, null],
  [{ todoUsd: 2 }, { usd: 2 }, "todoUsd"],
  [{ todoUsd: 2 }, { usd: 1, assumedUsd: 1 }, "todoUsd"],
  [{ todoMinutes: 10 }, { milliseconds: 599_999 }, null],
  [{ todoMinutes: 10 }, { milliseconds: 600_000 }, "todoMinutes"],
  [{}, { usd: 1e6, milliseconds: 1e12 }, null],
])("a todo stops at its limits: %#", (limits, spent, why) => {
  expect(overBudget(one(spent).record.spent, budget(limits))?.limit ?? null).toBe(why);
});

test.each<[object, Budget["prices"]["unknown"], boolean]>([
  [{ usd: 3 }, "dearest", true],
  [{ usd: 3.5 }, "dearest", false],
  [{ usd: 3 }, "free", false],
  [{ usd: 2 }, "free", true],
  [{}, "dearest", false],
])(
  "a plan stops at what is known and what else is assumed, unless that is free: %#",
  (limits, unknown, is) => {
    const all = [one({ usd: 1 }), one({ usd: 1, assumedUsd: 1 })];
    expect(isOverBudget(all, budget(limits, unknown))).toBe(is);
  },
);

test.each<[object, Budget["prices"]["unknown"], number | null]>([
  [{}, "dearest", null],
  [{ usd: 5 }, "dearest", 2],
  [{ todoUsd: 4 }, "dearest", 1],
  [{ todoUsd: 4 }, "free", 2],
  [{ usd: 5, todoUsd: 9 }, "dearest", 2],
  [{ usd: 1 }, "dearest", 0],
])("what a run may still take is the least that a limit leaves it: %#", (limits, unknown, left) => {
  expect(leftFor(one({ usd: 2, assumedUsd: 1 }), budget(limits, unknown), () => 3)).toBe(left);
});
