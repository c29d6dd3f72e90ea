/** What somebody wants to buy. */
export interface Item {
  readonly price: number;
  readonly quantity: number;
}
