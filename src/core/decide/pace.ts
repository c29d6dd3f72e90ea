import type { Change } from "./change.ts";

/** How many issues one look may make, and how far apart. */
interface Pace {
  readonly most: number;
  readonly pauseMs: number;
}

/**
 * Keeps a long plan under GitHub's 500 creations an hour (by its documentation), pull requests and comments of
 * its lanes not counted: 60 issues at once, then 20 at a look and 8.5 seconds apart, which is 483 in the first hour.
 * What is left for the next look does not hold up the lanes that can start.
 */
export const paceOf = (made: number): Pace =>
  made < atOnce ? { most: atOnce - made, pauseMs: 0 } : { most: 20, pauseMs: 8500 };

const atOnce = 60;

/** The changes with at most so many new issues; todos that start now have theirs whatever the pace. */
export const paced = (
  changes: readonly Change[],
  { most }: Pick<Pace, "most">,
): { now: readonly Change[]; left: number } => {
  const starting = new Set(changes.flatMap((change) => (change.type === "claim" ? [change.todo] : [])));
  let made = 0;
  const now = changes.filter((change) => {
    if (change.type !== "create-todo" || starting.has(change.todo)) return true;
    made += 1;
    return made <= most;
  });
  return { now, left: changes.length - now.length };
};
