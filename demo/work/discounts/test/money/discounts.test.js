import assert from "node:assert/strict";
import test from "node:test";
import { toCents } from "../../src/money/cents.js";
import { discounted } from "../../src/money/discounts.js";

test("a discount leaves whole cents", () => {
  assert.equal(discounted(toCents("9.99"), 10), 899);
});
