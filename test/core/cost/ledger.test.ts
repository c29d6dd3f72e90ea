import fc from "fast-check";
import {
  book,
  bookedSchema,
  isBooked,
  maxBills,
  nothingSpent,
  type Spent,
  spentSchema,
  total,
} from "../../../src/core/cost/ledger.ts";
import type { Usage } from "../../../src/core/cost/usage.ts";
import { spentText, stepsText } from "../../../src/core/cost/words.ts";

const told: Usage = {
  ...{ inputTokens: 30_000, cachedInputTokens: 20_000, outputTokens: 1200, usd: 0.75, assumedUsd: 0 },
};
const part = { runs: 1, milliseconds: 60_000, tokens: 31_200, usd: 0.75 };

const empty = { spent: nothingSpent, booked: [] };

const ledger = (more: Partial<Spent>): Spent => ({ ...nothingSpent, runs: 1, ...more });

test("runs are booked one after the other, by what they ran for, and those that tell no dollars are counted", () => {
  const { spent } = book(empty, [
    { bill: "implement a", usage: told, milliseconds: 60_000 },
    { bill: "review b", usage: { ...told, usd: null, assumedUsd: 2 }, milliseconds: 60_000 },
    { bill: "c", step: "fix", usage: { ...told, usd: null }, milliseconds: 60_000, wasted: true },
    { bill: "none ran", step: "fix", usage: null, milliseconds: 1000, wasted: true },
    { bill: "d", step: "fix", usage: told, milliseconds: 60_000 },
  ]);
  const lost = { ...part, usd: 0 };
  expect(spent).toEqual({
    ...{
      runs: 4,
      milliseconds: 241_000,
      inputTokens: 120_000,
      cachedInputTokens: 80_000,
      outputTokens: 4800,
    },
    ...{ usd: 1.5, untold: 2, assumedUsd: 2 },
    steps: {
      implement: part,
      fix: { ...part, runs: 2, milliseconds: 120_000, tokens: 62_400 },
      review: { ...part, usd: 0 },
    },
    wasted: lost,
  });
});

test("what an earlier version wrote is read, and what a later one did is kept", () => {
  const old = { runs: 1, milliseconds: 1, inputTokens: 5, outputTokens: 1, usd: 2, untold: 0 };
  const read = spentSchema.parse(old);
  expect(read).toEqual({ ...nothingSpent, ...old });
  const newer = spentSchema.parse({ ...read, eur: 3, steps: { proof: part, fix: { ...part, eur: 1 } } });
  const { spent } = book({ spent: newer, booked: [] }, [
    { bill: "c", step: "fix", usage: told, milliseconds: 60_000 },
  ]);
  expect(spent).toMatchObject({ runs: 2, eur: 3, steps: { proof: part, fix: { runs: 2, eur: 1 } } });
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
  [
    ledger({ runs: 4, untold: 1, usd: 3, milliseconds: 1000, assumedUsd: 2 }),
    "$3.00, 1 s, 1 of 4 runs told no cost, counted at $2.00",
  ],
  [ledger({ untold: 1, milliseconds: 2500, assumedUsd: 0.001 }), "3 s, no cost told, counted at under $0.01"],
])("what was spent is told in a few words: %#", (spent, text) => {
  expect(spentText(spent)).toBe(text);
});

test.each<[Pick<Spent, "steps" | "wasted">, string]>([
  [{ steps: {} }, ""],
  [{ steps: { review: part, implement: { ...part, usd: 0 } } }, "implement 31k tokens, review $0.75"],
  [
    { steps: { fix: { ...part, tokens: 0, usd: 0 } }, wasted: { ...part, runs: 2 } },
    "fix 1 min; $0.75 of it for 2 runs that came to nothing",
  ],
])("what it went for is told by step: %#", (spent, text) => {
  expect(stepsText(spent)).toBe(text);
});

test("a total is the same in whatever groups it is summed", () => {
  const whole = fc.integer({ min: 0, max: 1e9 });
  const anyPart = fc.record({ runs: whole, milliseconds: whole, tokens: whole, usd: whole });
  const maybe = fc.option(anyPart, { nil: undefined });
  const spent = fc.record({
    ...{
      runs: whole,
      milliseconds: whole,
      inputTokens: whole,
      cachedInputTokens: whole,
      outputTokens: whole,
    },
    ...{ usd: whole, untold: whole, assumedUsd: whole },
    steps: fc.record({ implement: maybe, fix: maybe, review: maybe }),
    wasted: maybe,
  });
  fc.assert(
    fc.property(fc.array(spent), fc.array(spent), (some, others) => {
      expect(total([total(some), total(others)])).toEqual(total([...some, ...others]));
    }),
  );
});
