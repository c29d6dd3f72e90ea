import assert from "node:assert/strict";
import test from "node:test";
import { add, newCart, total } from "../../src/checkout/cart.js";
import { format } from "../../src/money/cents.js";

test("a cart costs the sum of its lines", () => {
  assert.equal(total(newCart()), 0);
  assert.equal(format(total(add(add(newCart(), "Milk", 2), "Bread"))), "5.98");
});
