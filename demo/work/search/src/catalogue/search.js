import { products } from "./products.js";

/** The products whose name or shelf holds the words, whatever their case. */
export const search = (words) => {
  const wanted = words.toLowerCase();
  return products.filter(({ name, shelf }) => `${name} ${shelf}`.toLowerCase().includes(wanted));
};
