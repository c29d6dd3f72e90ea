import { GraphQLError } from "graphql";

export interface Slice {
  readonly first?: number | null;
  readonly after?: string | null;
}

/**
 * A page of a list in GraphQL's way; a cursor is the place of the item that it stands for.
 * @throws GraphQLError when `first` is missing or over 100, as on GitHub.
 */
export const connection = <Item, Node>(
  items: readonly Item[],
  { first, after }: Slice,
  node: (item: Item) => Node,
) => {
  if (first === undefined || first === null) throw excess("MISSING_PAGINATION_BOUNDARIES", missing);
  if (first < 0 || first > 100)
    throw excess("EXCESSIVE_PAGINATION", `\`first\` must be 0 to 100, not ${first}.`);
  const start = after ? placeOf(after) + 1 : 0;
  const end = Math.min(items.length, start + first);
  return {
    totalCount: items.length,
    nodes: items.slice(start, end).map(node),
    pageInfo: { hasNextPage: end < items.length, endCursor: end > start ? cursorOf(end - 1) : null },
  };
};

const missing = "You must provide a `first` value to properly paginate the connection.";

const excess = (type: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } });

const cursorOf = (place: number): string => Buffer.from(`cursor:${place}`).toString("base64");

const placeOf = (cursor: string): number => {
  const [, place] = /^cursor:(\d+)$/.exec(Buffer.from(cursor, "base64").toString()) ?? [];
  if (place === undefined)
    throw excess("INVALID_CURSOR_ARGUMENTS", `\`${cursor}\` does not appear to be a valid cursor.`);
  return Number(place);
};
