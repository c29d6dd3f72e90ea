import { settled, type WaitGraph } from "./graph.ts";
import {
  canonicalOrder,
  compareOrder,
  freeOrderAfter,
  freeOrderFrom,
  orderAt,
  orderNumber,
} from "./order.ts";

/** Orders of the graph's todos, or the todo that has none because nothing before `before` is free. */
export type Assigned =
  | { readonly ok: true; readonly orders: readonly string[] }
  | { readonly ok: false; readonly todo: number; readonly before: string | null };

/**
 * Gives each todo without an order its key; given ones are kept. The number is the layer: one more than the
 * highest number among all that the todo waits for, 00 when it waits for nothing. The letter is the body's: a for
 * the first body of the plan, b for the second, aa for the 27th. So first todos of bodies get 00a, 00b, 00c, a
 * body's next ones 01a, 02a, and a todo or a body added at the end moves no key but of those that wait for it.
 * Where that key is taken, or would come after a given one that waits for this todo, the next free letters do.
 */
export const assignOrders = (graph: WaitGraph, waits: WaitGraph["waits"]): Assigned => {
  const bounds = earliestGivenBehind(graph, waits);
  const given = graph.todos.flatMap(({ order }) => (order === null ? [] : [canonicalOrder(order)]));
  const taken = new Set(given);
  const keys: (string | null)[] = waits.map(() => null);
  for (const node of settled(waits)) {
    const low = latest((waits[node] ?? []).map(({ to }) => keys[to] ?? null));
    const todo = graph.todos[node];
    if (todo === undefined || todo.order !== null) {
      keys[node] = todo?.order ?? low;
      continue;
    }
    const high = bounds[node] ?? null;
    const key = firstBefore(high, candidates(low, todo.body, taken));
    if (key === null) return { ok: false, todo: node, before: high };
    taken.add(key);
    keys[node] = key;
  }
  return { ok: true, orders: graph.todos.map((_, node) => keys[node] ?? "") };
};

const firstBefore = (high: string | null, keys: Iterable<string | null>): string | null => {
  for (const key of keys) if (key !== null && (high === null || compareOrder(key, high) < 0)) return key;
  return null;
};

/** Free keys after `low`, the best first; the others are looked for where that one does not do. */
function* candidates(low: string | null, body: number, taken: ReadonlySet<string>): Generator<string | null> {
  const layer = low === null ? 0 : orderNumber(low) + 1;
  const own = orderAt(layer, body);
  if (own !== null && !taken.has(own)) yield own;
  yield freeOrderFrom(layer, body + 1, taken);
  yield low === null ? freeOrderFrom(0, 0, taken) : freeOrderAfter(low, taken);
}

const latest = (keys: readonly (string | null)[]): string | null =>
  keys.reduce((a, b) => (a === null || (b !== null && compareOrder(b, a) > 0) ? b : a), null);

/** For each node the earliest given order among all that wait for it. */
const earliestGivenBehind = (graph: WaitGraph, waits: WaitGraph["waits"]): (string | null)[] => {
  const bounds: (string | null)[] = waits.map(() => null);
  if (graph.todos.every(({ order }) => order === null)) return bounds;
  for (const node of settled(waits).reverse()) {
    const own = graph.todos[node]?.order ?? bounds[node] ?? null;
    if (own === null) continue;
    for (const { to } of waits[node] ?? []) {
      const bound = bounds[to] ?? null;
      if (bound === null || compareOrder(own, bound) < 0) bounds[to] = own;
    }
  }
  return bounds;
};
