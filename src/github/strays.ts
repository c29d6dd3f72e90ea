import { groupBy } from "../core/group.ts";
import type { ForgePull } from "../core/snapshot/snapshot.ts";
import { holds } from "./branches.ts";
import type { GitHub } from "./client.ts";

/**
 * Numbers of the pull requests whose merges a branch does not have; `known` are those that it has, and is told of more.
 * What was merged into one branch is in what was merged there later: that costs few requests, however many they are.
 */
export const straysAmong = async (
  github: GitHub,
  doubtful: readonly ForgePull[],
  { base, known }: { base: string; known: Set<number> },
): Promise<Set<number>> => {
  const stray = new Set<number>();
  const unknown = doubtful.filter(({ number }) => !known.has(number));
  for (const into of groupBy(unknown, (pull) => pull.base).values()) {
    const inTurn = into.toSorted((a, b) => timeOf(a).localeCompare(timeOf(b)));
    const held = await leadingCount(inTurn, ({ merged, head }) =>
      holds(github, base, merged?.commit ?? head),
    );
    for (const { number } of inTurn.slice(0, held)) known.add(number);
    for (const { number } of inTurn.slice(held)) stray.add(number);
  }
  return stray;
};

const timeOf = ({ merged }: ForgePull): string => merged?.at ?? "";

/** How many of the first things something holds of; after one of which it does not, it holds of none. */
const leadingCount = async <Thing>(
  things: readonly Thing[],
  holdsOf: (thing: Thing) => Promise<boolean>,
): Promise<number> => {
  let [low, high] = [0, things.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const thing = things[middle];
    if (thing !== undefined && (await holdsOf(thing))) low = middle + 1;
    else high = middle;
  }
  return low;
};
