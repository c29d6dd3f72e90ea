import fc from "fast-check";
import {
  compareOrder,
  freePartKeys,
  hasPartOrders,
  nextOrder,
  orderAt,
  partOrders,
} from "../../../src/core/plan/order.ts";

const order = fc
  .tuple(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: 0, max: 18_277 }), fc.boolean())
  .map(([number, rank, padded]) => `${padded && number < 99_999 ? "0" : ""}${orderAt(number, rank)}`);

test("keys sort by number, then by the letters' length, then by alphabet", () => {
  const sorted = [
    "00a",
    "00b",
    "00z",
    "00aa",
    "00ab",
    "00zz",
    "00aaa",
    "01a",
    "02a",
    "02a.0.0.1",
    "02a.0.1",
    "02a.0.10",
    "02a.1",
    "02a.1.0.1",
    "02a.1.1",
    "02a.2",
    "02a.10",
    "02b",
    "10a",
    "100a",
    "999999zzz",
  ];
  expect([...sorted].reverse().sort(compareOrder)).toEqual(sorted);
});

test("comparing keys is a total order", () => {
  fc.assert(
    fc.property(order, order, order, (a, b, c) => {
      expect(Math.sign(compareOrder(a, b))).toBe(0 - Math.sign(compareOrder(b, a)));
      expect(compareOrder(a, b) === 0).toBe(a === b);
      if (compareOrder(a, b) <= 0 && compareOrder(b, c) <= 0)
        expect(compareOrder(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test.each([
  ["01a", [], "01b"],
  ["01a", ["01b", "01c"], "01d"],
  ["01z", [], "01aa"],
  ["01zz", [], "01aaa"],
  ["007c", ["07d"], "07e"],
])("after %s with %j taken comes %s", (parent, taken, next) => {
  expect(nextOrder(parent, new Set(taken))).toBe(next);
});

test("the next key is free, has its parent's number and sorts after it", () => {
  fc.assert(
    fc.property(order, fc.array(fc.integer({ min: 0, max: 40 })), (parent, ranks) => {
      fc.pre(!/z{2,3}$/.test(parent));
      const number = Number.parseInt(parent, 10);
      const taken = new Set(ranks.map((rank) => orderAt(number, rank) ?? ""));
      const next = nextOrder(parent, taken);
      expect(taken.has(next)).toBe(false);
      expect(compareOrder(next, parent)).toBeGreaterThan(0);
      expect(Number.parseInt(next, 10)).toBe(number);
    }),
  );
});

test.each([
  ["02a", 3, [], 0, ["02b", "02c", "02d"]],
  ["02a", 3, ["02d"], 0, ["02a.1", "02a.2", "02a.3"]],
  ["02a", 2, ["02b", "02c"], 1, ["02a.1", "02a.2"]],
  ["02a", 2, ["02a.1"], 1, ["02a.0.1", "02a.0.2"]],
  ["02a.1", 2, ["02a.2"], 0, ["02a.1.1", "02a.1.2"]],
])(
  "the keys of parts of %s, %i more, with %j taken and cut %i times before, are %j",
  (whole, more, taken, cuts, orders) => {
    expect(partOrders(whole, more, freePartKeys(whole, { cuts, taken: new Set(taken) }))).toEqual(orders);
  },
);

test("parts of parts have orders as far as these are read", () => {
  expect([hasPartOrders("02a.0.0.1", 0), hasPartOrders("02a", 3)]).toEqual([true, true]);
  expect([hasPartOrders("02a.0.0.1", 1), hasPartOrders("02a", 4)]).toEqual([false, false]);
  expect(() => compareOrder("02a.0", "02a")).toThrow("no order key");
});

test("when all letters are taken, the error says what to do", () => {
  expect(() => nextOrder("01zzz", new Set())).toThrow("no order key after 01zzz is free");
  expect(() => nextOrder("1", new Set())).toThrow("1 is no order key");
});
