import { settled, type Wait, type WaitGraph } from "./graph.ts";

/** Circles looked for at most: a plan with more has one cause, not hundreds. */
const maxCircles = 50;
/** Beginnings from which the shortest circle is looked for. */
const maxStarts = 64;

/**
 * Circles among the waits, each as its waits in order, and what is left of the waits without them.
 * `cut` says which waits of a circle to drop before the next is looked for; it must name at least one.
 */
export const circlesIn = (
  waits: WaitGraph["waits"],
  cut: (circle: readonly Wait[]) => (wait: Wait) => boolean,
): { circles: Wait[][]; rest: WaitGraph["waits"] } => {
  const circles: Wait[][] = [];
  let rest = waits;
  while (circles.length < maxCircles) {
    const circle = shortestCircle(rest);
    if (circle === null) break;
    circles.push(circle);
    const drops = cut(circle);
    rest = rest.map((edges) => (edges.some(drops) ? edges.filter((edge) => !drops(edge)) : edges));
  }
  return { circles, rest };
};

const shortestCircle = (waits: WaitGraph["waits"]): Wait[] | null => {
  const done = new Set(settled(waits));
  if (done.size === waits.length) return null;
  const alive = waits.map((edges) => edges.filter(({ from, to }) => !done.has(from) && !done.has(to)));
  const start = waits.findIndex((_, node) => !done.has(node));
  let best = walkToCircle(alive, start);
  for (const { from } of best.slice(0, maxStarts)) {
    const found = shortestThrough(alive, from, best.length);
    if (found !== null) best = found;
  }
  return best;
};

/** Follows the first wait of each node until one comes again: behind a circle, everything leads into one. */
const walkToCircle = (alive: WaitGraph["waits"], start: number): Wait[] => {
  const trail: Wait[] = [];
  const seen = new Map<number, number>();
  let node = start;
  while (!seen.has(node)) {
    seen.set(node, trail.length);
    const edge = alive[node]?.[0];
    if (edge === undefined) return [];
    trail.push(edge);
    node = edge.to;
  }
  return trail.slice(seen.get(node));
};

/** Breadth first from a node back to itself; `null` when that takes `limit` waits or more. */
const shortestThrough = (alive: WaitGraph["waits"], start: number, limit: number): Wait[] | null => {
  const cameBy = new Map<number, Wait>();
  let front = [start];
  for (let length = 1; length < limit && front.length > 0; length += 1) {
    const next: number[] = [];
    for (const edge of front.flatMap((node) => alive[node] ?? [])) {
      if (edge.to === start) return traceBack(cameBy, edge, start);
      if (cameBy.has(edge.to)) continue;
      cameBy.set(edge.to, edge);
      next.push(edge.to);
    }
    front = next;
  }
  return null;
};

const traceBack = (cameBy: ReadonlyMap<number, Wait>, last: Wait, start: number): Wait[] => {
  const circle = [last];
  for (let edge = last; edge.from !== start; ) {
    const before = cameBy.get(edge.from);
    if (before === undefined) break;
    circle.unshift(before);
    edge = before;
  }
  return circle;
};
