/** The items by what `key` says of each, in their order. */
export const groupBy = <Item, Key>(items: Iterable<Item>, key: (item: Item) => Key): Map<Key, Item[]> => {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const by = key(item);
    const group = groups.get(by);
    if (group) group.push(item);
    else groups.set(by, [item]);
  }
  return groups;
};
