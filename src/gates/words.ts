/** A count with a noun and separated thousands: `1 file`, `1,234 lines`. */
export const count = (amount: number, noun: string): string =>
  `${grouped(amount)} ${noun}${amount === 1 ? "" : "s"}`;

/** A whole number with commas, whatever the machine's language; loading its locales would take longer than a gate. */
export const grouped = (amount: number): string => String(amount).replace(/\B(?=(\d{3})+$)/g, ",");

/** The first few of a list, and how many more there are. */
export function some<Item>(
  items: readonly Item[],
  most: number,
  text: (item: Item, at: number) => string = String,
): string {
  const more = items.length - most;
  return items.slice(0, most).map(text).join(", ") + (more > 0 ? ` and ${grouped(more)} more` : "");
}

/** A path in one line, as JSON writes it if it holds control characters. */
export const shown = (path: string): string =>
  /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u.test(path) ? path : JSON.stringify(path);
