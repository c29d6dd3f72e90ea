import assert from "node:assert/strict";
import test from "node:test";
import { productNamed, products } from "../../src/catalogue/products.js";

test("every product has a price in whole cents", () => {
  assert.ok(products.every(({ cents }) => Number.isInteger(cents) && cents > 0));
});

test("a product is found by its name", () => {
  assert.equal(productNamed("Milk").cents, 129);
  assert.equal(productNamed("Moon"), undefined);
});
