/** Something that must not come before what it needs. */
interface Needing {
  /** Places of others in the same list. */
  readonly needs: readonly number[];
}

/**
 * The places of a list in an order in which each comes after what it needs, else as they stood; those that need each
 * other, through others too, are together.
 */
export const orderByNeeds = (list: readonly Needing[]): number[][] => {
  const circles = circlesOf(list);
  const circleOf = new Map(circles.flatMap((circle, at) => circle.map((place) => [place, at] as const)));
  const open = circles.map(
    (circle, own) =>
      new Set(
        circle
          .flatMap((place) => list[place]?.needs ?? [])
          .map((place) => circleOf.get(place))
          .filter((at) => at !== own),
      ),
  );
  const users = new Map<number, number[]>();
  open.forEach((needs, at) => {
    for (const need of needs) if (need !== undefined) users.set(need, [...(users.get(need) ?? []), at]);
  });
  const ready = circles.flatMap((_, at) => (open[at]?.size === 0 ? [at] : []));
  const order: number[][] = [];
  for (let next = takeFirst(ready); next !== undefined; next = takeFirst(ready)) {
    order.push(circles[next] ?? []);
    for (const user of users.get(next) ?? []) {
      open[user]?.delete(next);
      if (open[user]?.size === 0) ready.push(user);
    }
  }
  return order;
};

/** Circles stand in the order of their first place. */
const takeFirst = (ready: number[]): number | undefined => {
  if (ready.length === 0) return undefined;
  const least = ready.reduce((first, each, at) => (each < (ready[first] ?? each) ? at : first), 0);
  return ready.splice(least, 1)[0];
};

/** Places that reach each other, in order of the first of each: Kosaraju's way, without a call for each step. */
const circlesOf = (list: readonly Needing[]): number[][] => {
  const backwards: number[][] = list.map(() => []);
  list.forEach(({ needs }, at) => {
    for (const need of needs) backwards[need]?.push(at);
  });
  const left = walk(
    list.map(({ needs }) => needs),
    list.map((_, at) => at),
  ).flat();
  const circles = walk(backwards, left.toReversed());
  return circles.map((circle) => circle.toSorted((a, b) => a - b)).toSorted(([a = 0], [b = 0]) => a - b);
};

/** From each start that was not reached before, what is reached, in the order in which it is left. */
const walk = (edges: readonly (readonly number[])[], starts: readonly number[]): number[][] => {
  const seen = new Set<number>();
  return starts.flatMap((start) => {
    if (seen.has(start)) return [];
    seen.add(start);
    const left: number[] = [];
    const open = [{ at: start, next: 0 }];
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const target = edges[top.at]?.[top.next];
      top.next += 1;
      if (target === undefined) {
        left.push(top.at);
        open.pop();
      } else if (!seen.has(target)) {
        seen.add(target);
        open.push({ at: target, next: 0 });
      }
    }
    return [left];
  });
};
