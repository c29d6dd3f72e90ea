import fc from "fast-check";
import {
  book,
  bookedSchema,
  isBooked,
  maxBills,
  nothingSpent,
  overBudget,
  type Spent,
  spentText,
  total,
} from "../../../src/core/cost/ledger.ts";

const told = { inputTokens: 30_000, outputTokens: 1200, usd: 0.75 };

const empty = { spent: nothingSpent, booked: [] };

const ledger = (more: Partial<Spent>): Spent => ({ ...nothingSpent, runs: 1, ...more });

test("runs are booked one after the other, and those that tell no dollars are counted", () => {
  const { spent } = book(empty, [
    { bill: "a", usage: told, milliseconds: 60_000 },
    { bill: "b", usage: { ...told, usd: null }, milliseconds: 30_000 },
    { bill: "c", usage: null, milliseconds: 1000 },
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

test("a bill is booked once, however often its hand-off comes back and whatever others come between", () => {
  const bills = fc.array(fc.array(fc.nat(200), { maxLength: maxBills }));
  fc.assert(
    fc.property(bills, (others) => {
      const bill = (name: string) => ({ bill: name, usage: told, milliseconds: 1 });
      let ledger = book(empty, [bill("left")]);
      for (const some of others) {
        const before = ledger;
        ledger = book(ledger, [...some.map((name) => bill(`${name}`)), bill("left")]);
        expect(bookedSchema.parse(ledger.booked)).toEqual(ledger.booked);
        const fresh = new Set(some.filter((name) => !before.booked.includes(`${name}`)));
        expect(ledger.spent.runs).toBe(before.spent.runs + fresh.size);
      }
      expect(book(ledger, [bill("left")])).toEqual(ledger);
      expect(isBooked(ledger, [bill("left")])).toBe(true);
      expect(isBooked(ledger, [bill("left"), bill("new")])).toBe(false);
    }),
  );
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
  [{ todoUsd: 2 }, ledger({ usd: 2 }), "todoUsd"],
  [{ todoMinutes: 10 }, ledger({ milliseconds: 599_999 }), null],
  [{ todoMinutes: 10 }, ledger({ milliseconds: 600_000 }), "todoMinutes"],
  [{}, ledger({ usd: 1e6, milliseconds: 1e12 }), null],
])("a todo stops at its limits: %#", (budget, spent, why) => {
  expect(overBudget(spent, budget)?.limit ?? null).toBe(why);
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
