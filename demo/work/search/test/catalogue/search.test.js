import assert from "node:assert/strict";
import test from "node:test";
import { search } from "../../src/catalogue/search.js";

test("products are found by name and by shelf", () => {
  assert.deepEqual(
    search("tea").map(({ name }) => name),
    ["Tea"],
  );
  assert.equal(search("DAIRY").length, 3);
});
