import assert from "node:assert/strict";
import test from "node:test";
import { add, newCart } from "../../src/checkout/cart.js";
import { paid, receipt } from "../../src/checkout/receipt.js";

const cart = add(add(newCart(), "Milk", 2), "Tea");

test("a receipt has a line for each product and the total", () => {
  assert.deepEqual(receipt(cart), ["2 × Milk  2.58", "1 × Tea  3.89", "Total  6.47"]);
});

test("who pays in cash gets change", () => {
  assert.deepEqual(paid(cart, 1000).slice(-2), ["Cash  10.00", "Change  3.55"]);
  assert.throws(() => paid(cart, 600), RangeError);
});
