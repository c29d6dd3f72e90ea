import { compareOrder } from "./plan/order.ts";

/** The items sorted by their order keys, as `compareOrder` sorts them; most of long plans stand so already. */
export const inOrder = <Item>(items: readonly Item[], orderOf: (item: Item) => string): Item[] => {
  const ranks = items.map((item) => rankOf(orderOf(item)));
  const isSorted = ranks.every((rank, at) => at === 0 || (ranks[at - 1] ?? rank) < rank);
  if (isSorted) return [...items];
  return items
    .map((item, at) => ({ item, order: orderOf(item), rank: ranks[at] ?? 0 }))
    .sort((a, b) => a.rank - b.rank || compareOrder(a.order, b.order))
    .map(({ item }) => item);
};

/** An order key as a number that sorts like it up to its parts: its letters are digits to the base 27 after the key's own number. */
const rankOf = (order: string): number => {
  let number = 0;
  let letters = 0;
  for (let at = 0; at < order.length; at += 1) {
    const code = order.charCodeAt(at);
    if (code === dot) break;
    if (code >= firstLetter) letters = letters * 27 + code - firstLetter + 1;
    else number = number * 10 + code - firstDigit;
  }
  return number * 27 ** 3 + letters;
};

const dot = ".".charCodeAt(0);
const firstDigit = "0".charCodeAt(0);
const firstLetter = "a".charCodeAt(0);
