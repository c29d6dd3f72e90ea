import { grouped } from "../core/count.ts";

export { count, grouped } from "../core/count.ts";

/** The first few of a list, and how many more there are. */
export const some = <Item>(
  items: readonly Item[],
  most: number,
  text: (item: Item, at: number) => string = String,
): string => {
  const more = items.length - most;
  return items.slice(0, most).map(text).join(", ") + (more > 0 ? ` and ${grouped(more)} more` : "");
};

/** A path in one line, as JSON writes it if it holds control characters. */
export const shown = (path: string): string =>
  /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(path) ? path : JSON.stringify(path);
