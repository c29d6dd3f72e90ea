import { format } from "../money/cents.js";
import { total } from "./cart.js";

/** A cart as the lines of its receipt, the total last. */
export const receipt = (cart) => [
  ...cart.map(
    ({ product, quantity }) => `${quantity} × ${product.name}  ${format(product.cents * quantity)}`,
  ),
  `Total  ${format(total(cart))}`,
];

/** The lines of a receipt that is paid in cash, with change in coins of five cents; throws when it is not enough. */
export const paid = (cart, cents) => {
  const change = cents - total(cart);
  if (change < 0) {
    throw new RangeError(`${format(-change)} are missing`);
  }
  const coins = Math.ceil(change / 5) * 5;
  return [...receipt(cart), `Cash  ${format(cents)}`, `Change  ${format(coins)}`];
};
