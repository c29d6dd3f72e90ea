import assert from "node:assert/strict";
import test from "node:test";
import { products } from "../../src/catalogue/products.js";
import { placeOf, productsOn, shelves } from "../../src/catalogue/shelves.js";

test("every product stands on a shelf", () => {
  assert.ok(products.every(({ shelf }) => shelves.has(shelf)));
});

test("a shelf shows its cheapest product first", () => {
  assert.equal(productsOn("bakery")[0].name, "Rolls");
  assert.throws(() => productsOn("cellar"), RangeError);
});

test("a customer is told where a product stands", () => {
  assert.equal(placeOf("Milk"), "dairy, in the cooler");
  assert.equal(placeOf("Moon"), undefined);
});
