import fc from "fast-check";
import {
  book,
  nothingSpent,
  overBudget,
  type Spent,
  spentText,
  total,
} from "../../../src/core/cost/ledger.ts";

const told = { inputTokens: 30_000, outputTokens: 1200, usd: 0.75 };

const ledger = (more: Partial<Spent>): Spent => ({ ...nothingSpent, runs: 1, ...more });

test("runs are booked one after the other, and those that tell no dollars are counted", () => {
  const spent = book(nothingSpent, [
    { usage: told, milliseconds: 60_000 },
    { usage: { ...told, usd: null }, milliseconds: 30_000 },
    { usage: null, milliseconds: 1000 },
  ]);
  expect(spent).toEqual({
    runs: 3,
    milliseconds: 91_000,
    inputTokens: 60_000,
    outputTokens: 2400,
    usd: 0.75,
    untold: 2,
  });
});

test.each([
  [nothingSpent, "nothing yet"],
  [
    ledger({ usd: 1.2, inputTokens: 30_600, outputTokens: 400, milliseconds: 720_000 }),
    "$1.20, 31k tokens, 12 min",
  ],
  [ledger({ untold: 1, milliseconds: 2500 }), "3 s"],
  [ledger({ runs: 4, untold: 1, usd: 3, milliseconds: 1000 }), "$3.00, 1 s, 1 of 4 runs told no cost"],
])("what was spent is told in a few words: %#", (spent, text) => {
  expect(spentText(spent)).toBe(text);
});

test.each([
  [{ todoUsd: 2 }, ledger({ usd: 1.99 }), null],
  [{ todoUsd: 2 }, ledger({ usd: 2 }), "limits.todoUsd"],
  [{ todoMinutes: 10 }, ledger({ milliseconds: 599_999 }), null],
  [{ todoMinutes: 10 }, ledger({ milliseconds: 600_000 }), "limits.todoMinutes"],
  [{}, ledger({ usd: 1e6, milliseconds: 1e12 }), null],
])("a todo stops at its limits: %#", (budget, spent, why) => {
  const answer = overBudget(spent, budget);
  expect(answer === null ? null : why !== null && answer.includes(why)).toBe(why === null ? null : true);
});

test("a total is the same in whatever groups it is summed", () => {
  const whole = fc.integer({ min: 0, max: 1e9 });
  const spent = fc.record({
    runs: whole,
    milliseconds: whole,
    inputTokens: whole,
    outputTokens: whole,
    usd: whole,
    untold: whole,
  });
  fc.assert(
    fc.property(fc.array(spent), fc.array(spent), (some, others) => {
      expect(total([total(some), total(others)])).toEqual(total([...some, ...others]));
    }),
  );
});
