/** The items sorted by their order keys, as `compareOrder` sorts them; each key is read once, for long plans. */
export const inOrder = <Item>(items: readonly Item[], orderOf: (item: Item) => string): Item[] =>
  items
    .map((item) => ({ item, key: sortable(orderOf(item)) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);

/** An order key as a text that sorts like it: the number, then the letters, short ones first. */
const sortable = (order: string): string => {
  const letters = order.replace(/^\d+/, "");
  const number = order.slice(0, order.length - letters.length).replace(/^0+/, "");
  return `${number.padStart(6, "0")}${letters.padStart(3)}${order}`;
};
