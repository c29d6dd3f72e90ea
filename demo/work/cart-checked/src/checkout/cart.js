import { productNamed } from "../catalogue/products.js";

/** A cart as lines of a product and how many of it. */
export const newCart = () => [];

/** The cart with so many of a product added; throws when there is no such product or no such number. */
export const add = (cart, name, quantity = 1) => {
  const product = productNamed(name);
  if (!product) throw new RangeError(`the shop has no ${name}`);
  if (!Number.isInteger(quantity) || quantity < 1) throw new RangeError(`${quantity} is no quantity`);
  return [...cart, { product, quantity }];
};

/** What the cart costs, in whole cents. */
export const total = (cart) => cart.reduce((sum, { product, quantity }) => sum + product.cents * quantity, 0);
