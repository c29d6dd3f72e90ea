import { show } from "@shop/money";

/** What somebody wants to buy. */
export interface Item {
  readonly price: number;
  readonly quantity: number;
}

/** What all of it costs, as an amount. */
export const totalOf = (items: readonly Item[]): string =>
  show(items.reduce((sum, { price, quantity }) => sum + price * quantity, 0));
