import assert from "node:assert/strict";
import test from "node:test";
import { format, toCents } from "../../src/money/cents.js";

test("amounts are whole cents", () => {
  assert.deepEqual(["0", "1.5", "12.05"].map(toCents), [0, 150, 1205]);
  assert.throws(() => toCents("1.005"), TypeError);
});

test("cents are shown with two digits", () => {
  assert.deepEqual([0, 5, 1205].map(format), ["0.00", "0.05", "12.05"]);
});
