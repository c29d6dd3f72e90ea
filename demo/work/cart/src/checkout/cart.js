import { productNamed } from "../catalogue/products.js";

/** A cart as lines of a product and how many of it. */
export const newCart = () => [];

/** The cart with so many of a product added. */
export const add = (cart, name, quantity = 1) => [...cart, { product: productNamed(name), quantity }];

/** What the cart costs, in whole cents. */
export const total = (cart) => cart.reduce((sum, { product, quantity }) => sum + product.cents * quantity, 0);
