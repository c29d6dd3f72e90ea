import assert from "node:assert/strict";
import test from "node:test";
import { discounted } from "../../src/money/discounts.js";

test("discounts hold at their limits", () => {
  assert.equal(discounted(1, 0), 1);
  assert.equal(discounted(1, 100), 0);
  assert.equal(discounted(1, 1), 0);
  for (const percent of [-1, 101]) assert.throws(() => discounted(1, percent), RangeError);
});
