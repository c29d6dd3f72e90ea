import type { FC } from "hono/jsx";

/** Ways to the other pages of a list; nothing for one that is whole. */
export const PagesOfList: FC<{ url: string; page: number; size: number; total: number }> = ({
  url,
  page,
  size,
  total,
}) => {
  const last = Math.max(1, Math.ceil(total / size));
  if (last === 1) return null;
  const addressOf = (number: number): string => {
    const address = new URL(url);
    address.searchParams.set("page", String(number));
    return address.search;
  };
  return (
    <nav class="pages" aria-label="Pages">
      {page > 1 && <a href={addressOf(page - 1)}>Newer</a>}
      <span>
        Page {page} of {last}
      </span>
      {page < last && <a href={addressOf(page + 1)}>Older</a>}
    </nav>
  );
};

/** The number of the page that an address asks for. */
export const pageNumber = (text: string | undefined): number =>
  Math.max(1, Number.parseInt(text ?? "", 10) || 1);
