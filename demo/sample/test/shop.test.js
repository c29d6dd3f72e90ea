import assert from "node:assert/strict";
import test from "node:test";
import { isOpen, name } from "../src/shop.js";

test("the shop has a name and opening hours", () => {
  assert.equal(name, "Corner shop");
  assert.deepEqual([7, 8, 19, 20].map(isOpen), [false, true, true, false]);
});
