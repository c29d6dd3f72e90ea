import { type Page, pageItems } from "./pagination.ts";

/** What an operation says, before headers are added. */
export interface Answer {
  readonly status: number;
  /** JSON; `undefined` is no content. */
  readonly body?: unknown;
  /** Text of another media type than JSON, in place of `body`. */
  readonly text?: { readonly type: string; readonly content: string | Uint8Array<ArrayBuffer> };
  readonly headers?: Readonly<Record<string, string>>;
  /** For a page of a list: which page it is and how many items there are on all pages. */
  readonly list?: { readonly page: Page; readonly total: number };
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

/** 201, with the new thing's address in the `Location` header when it has one. */
export const created = (body: unknown, location?: string): Answer =>
  location === undefined ? { status: 201, body } : { status: 201, body, headers: { location } };

export const accepted = (body: unknown): Answer => ({ status: 202, body });

/** 302: what was asked for is at another address. */
export const found = (location: string): Answer => ({ status: 302, headers: { location } });

export const noContent = (): Answer => ({ status: 204 });

/** One page of a list: the page's items, and how many there are in all. */
export const listed = (body: unknown, page: Page, total: number): Answer => ({
  status: 200,
  body,
  list: { page, total },
});

/** One page of a list that is whole in memory, as `view` shows its items. */
export const listedPage = <Item>(items: readonly Item[], page: Page, view: (item: Item) => unknown): Answer =>
  listed(pageItems(items, page).map(view), page, items.length);

/** Text in the media type that was asked for, such as a diff. */
export const text = (type: string, content: string | Uint8Array<ArrayBuffer>): Answer => ({
  status: 200,
  text: { type, content },
});
