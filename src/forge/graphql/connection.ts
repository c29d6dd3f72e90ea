import type { GraphQLResolveInfo } from "graphql";
import { refusal } from "./errors.ts";

/** Which part of a connection is asked for: from one of its ends. */
export interface Slice {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** A list of which only the asked part is read. */
export interface ConnectionSource<Item> {
  readonly count: () => number | Promise<number>;
  /** The items from one place to before another. */
  readonly items: (start: number, end: number) => readonly Item[] | Promise<readonly Item[]>;
}

/** A list that is whole in memory. */
export const inMemory = <Item>(items: readonly Item[]): ConnectionSource<Item> => ({
  count: () => items.length,
  items: (start, end) => items.slice(start, end),
});

export const nothing: ConnectionSource<never> = inMemory([]);

/**
 * A list in GraphQL's way: what is not asked for is not read. A cursor is the place of the item that it stands for.
 * Its fields throw a GraphQLError when neither `first` nor `last` is given or they are over 100, as on GitHub.
 */
export const connection = <Item, Node>(
  source: ConnectionSource<Item>,
  slice: Slice,
  node: (item: Item) => Node | Promise<Node>,
) => {
  let reading: Promise<Part<Item>> | undefined;
  const read = (info: GraphQLResolveInfo): Promise<Part<Item>> => {
    reading ??= readPart(source, slice, String(info.path.prev?.key ?? info.fieldName));
    return reading;
  };
  return {
    totalCount: () => source.count(),
    nodes: async (_: unknown, __: unknown, info: GraphQLResolveInfo) =>
      Promise.all((await read(info)).items.map(node)),
    edges: async (_: unknown, __: unknown, info: GraphQLResolveInfo) => {
      const { items, start } = await read(info);
      return items.map((item, index) => ({ cursor: cursorOf(start + index), node: () => node(item) }));
    },
    pageInfo: async (_: unknown, __: unknown, info: GraphQLResolveInfo) => {
      const { items, start, count } = await read(info);
      const end = start + items.length;
      return {
        hasNextPage: end < count,
        hasPreviousPage: start > 0,
        startCursor: items.length > 0 ? cursorOf(start) : null,
        endCursor: items.length > 0 ? cursorOf(end - 1) : null,
      };
    },
  };
};

interface Part<Item> {
  readonly items: readonly Item[];
  readonly start: number;
  readonly count: number;
}

const readPart = async <Item>(
  source: ConnectionSource<Item>,
  slice: Slice,
  name: string,
): Promise<Part<Item>> => {
  const size = sizeOf(slice, name);
  const count = await source.count();
  const least = slice.after ? placeOf(slice.after) + 1 : 0;
  const most = slice.before ? Math.min(count, placeOf(slice.before)) : count;
  const fromEnd = slice.first === undefined || slice.first === null;
  const start = fromEnd ? Math.max(least, most - size) : least;
  const end = fromEnd ? most : Math.min(most, least + size);
  return { items: start < end ? await source.items(start, end) : [], start, count };
};

const sizeOf = ({ first, last }: Slice, name: string): number => {
  const asked = first ?? last ?? null;
  if (asked === null) {
    const message = `You must provide a \`first\` or \`last\` value to properly paginate the \`${name}\` connection.`;
    throw refusal("MISSING_PAGINATION_BOUNDARIES", message);
  }
  if (asked >= 0 && asked <= 100) return asked;
  const argument = first === asked ? "first" : "last";
  const message = `Requesting ${asked} records on the \`${name}\` connection: \`${argument}\` must be 0 to 100.`;
  throw refusal("EXCESSIVE_PAGINATION", message);
};

const cursorOf = (place: number): string => Buffer.from(`cursor:${place}`).toString("base64");

const placeOf = (cursor: string): number => {
  const [, place] = /^cursor:(\d+)$/.exec(Buffer.from(cursor, "base64").toString()) ?? [];
  if (place !== undefined) return Number(place);
  throw refusal("INVALID_CURSOR_ARGUMENTS", `\`${cursor}\` does not appear to be a valid cursor.`);
};
