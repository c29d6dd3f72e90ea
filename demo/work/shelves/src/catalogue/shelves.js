import { products } from "./products.js";

/** The shelves of the shop by name, in the order in which one meets them. */
export const shelves = new Map([
  ["bakery", "left of the door"],
  ["fruit", "under the window"],
  ["dairy", "in the cooler"],
  ["drinks", "behind the counter"],
  ["pantry", "along the wall"],
]);

/** What stands on a shelf, the cheapest first. */
export const productsOn = (shelf) => {
  if (!shelves.has(shelf)) throw new RangeError(`the shop has no shelf ${shelf}`);
  return products.filter((product) => product.shelf === shelf).sort((a, b) => a.cents - b.cents);
};

/** Where a product stands, in words; `undefined` when the shop does not have it. */
export const placeOf = (name) => {
  const product = products.find((one) => one.name === name);
  return product && `${product.shelf}, ${shelves.get(product.shelf)}`;
};
