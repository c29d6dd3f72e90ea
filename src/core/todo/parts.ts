import { hasPartOrders } from "../plan/order.ts";
import type { TodoRecord } from "./record.ts";

/*
 * Todos whose work was cut, and the parts that came of them. A part may be cut as well, and a todo more than once: what a
 * later time takes out of it comes right behind it, before the parts of the times before.
 */

type Parted = Pick<TodoRecord, "todo" | "part" | "from">;

interface LastPart {
  readonly todo: string;
  readonly cut: number;
}

/** The last parts of todos that were cut, one for each time, by the todo's id. */
export type LastParts = ReadonlyMap<string, readonly LastPart[]>;

export const lastPartsIn = (records: Iterable<Parted>): LastParts => {
  const found = new Map<string, LastPart[]>();
  for (const { todo, part, from } of records)
    if (part && from && part.at === part.of)
      found.set(from.todo, [...(found.get(from.todo) ?? []), { todo, cut: part.cut }]);
  return found;
};

/** The parts of a todo that whoever comes after it comes after as well, the last of them at the end. */
export const partsBefore = (
  one: Omit<Parted, "todo"> | null,
  { after, last }: { readonly after: string; readonly last: LastParts },
): string[] => {
  const own = one?.part && one.from?.todo === after ? one.part.cut : 0;
  const [next] = (last.get(after) ?? []).filter(({ cut }) => cut > own).toSorted((a, b) => a.cut - b.cut);
  return next === undefined ? [] : [next.todo, ...partsBefore(one, { after: next.todo, last })];
};

/** How often its work was cut; earlier versions remember only that it has the first part. */
export const cutsOf = ({ cuts, part }: Pick<TodoRecord, "cuts" | "part">): number =>
  Math.max(cuts, part?.at === 1 ? 1 : 0);

/** Whether there are orders for more parts of it. */
export const mayBeCut = (record: Pick<TodoRecord, "order" | "cuts" | "part">): boolean =>
  hasPartOrders(record.order, cutsOf(record));
