import assert from "node:assert/strict";
import test from "node:test";
import { search } from "../../src/catalogue/search.js";
import { add, newCart } from "../../src/checkout/cart.js";
import { receipt } from "../../src/checkout/receipt.js";

test("a customer finds something, takes it and gets a receipt", () => {
  const [found] = search("honey");
  assert.equal(receipt(add(newCart(), found.name)).at(-1), "Total  5.49");
});
