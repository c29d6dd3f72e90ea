/** Which part of a list was asked for; pages count from 1. */
export interface Page {
  readonly number: number;
  /** Items on a page, 1 to 100. */
  readonly size: number;
}

/** Reads `page` and `per_page` as leniently as GitHub: what is out of range is brought into it. */
export const pageOf = (query: URLSearchParams): Page => ({
  number: clamp(query.get("page"), { least: 1, most: 1_000_000, otherwise: 1 }),
  size: clamp(query.get("per_page"), { least: 1, most: 100, otherwise: 30 }),
});

const clamp = (text: string | null, range: { least: number; most: number; otherwise: number }): number => {
  const value = Number.parseInt(text ?? "", 10);
  if (Number.isNaN(value) || value === 0) return range.otherwise;
  return Math.min(Math.max(value, range.least), range.most);
};

/** How many items stand before the page. */
export const offsetOf = (page: Page): number => (page.number - 1) * page.size;

/** The page's items of a list that is whole in memory. */
export const pageItems = <Item>(items: readonly Item[], page: Page): Item[] =>
  items.slice(offsetOf(page), offsetOf(page) + page.size);

/** The `Link` header of a page, or `null` when the list fits on one page. */
export const linkHeader = (url: URL, page: Page, total: number): string | null => {
  const last = Math.max(1, Math.ceil(total / page.size));
  const links = [
    ...(page.number > 1 ? [link(url, Math.min(page.number - 1, last), "prev")] : []),
    ...(page.number < last ? [link(url, page.number + 1, "next"), link(url, last, "last")] : []),
    ...(page.number > 1 ? [link(url, 1, "first")] : []),
  ];
  return links.length > 0 ? links.join(", ") : null;
};

const link = (url: URL, number: number, rel: string): string => {
  const target = new URL(url);
  target.searchParams.set("page", String(number));
  return `<${target.href}>; rel="${rel}"`;
};
