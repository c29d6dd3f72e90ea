import { format } from "../money/cents.js";
import { total } from "./cart.js";

/** A cart as the lines of its receipt, the total last. */
export const receipt = (cart) => [
  ...cart.map(
    ({ product, quantity }) => `${quantity} × ${product.name}  ${format(product.cents * quantity)}`,
  ),
  `Total  ${format(total(cart))}`,
];
