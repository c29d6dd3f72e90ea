import assert from "node:assert/strict";
import test from "node:test";
import { add, newCart } from "../../src/checkout/cart.js";
import { receipt } from "../../src/checkout/receipt.js";

test("a receipt has a line for each product and the total", () => {
  const cart = add(add(newCart(), "Milk", 2), "Tea");
  assert.deepEqual(receipt(cart), ["2 × Milk  2.58", "1 × Tea  3.89", "Total  6.47"]);
});
