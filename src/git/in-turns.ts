import { setImmediate as turnOfOthers } from "node:timers/promises";

/** Things that are looked at before others have their turn: a few milliseconds' worth. */
const atOnce = 1000;

/** Looks at many things piece by piece, in order, and lets others go on between two pieces. */
export const inTurns = async <Thing>(
  all: readonly Thing[],
  look: (some: readonly Thing[]) => void,
): Promise<void> => {
  for (let at = 0; at < all.length; at += atOnce) {
    if (at > 0) await turnOfOthers();
    look(all.length <= atOnce ? all : all.slice(at, at + atOnce));
  }
};

/** What all things come to, likewise, where each piece of them can be looked at by itself. */
export const allInTurns = async <Thing, Result>(
  all: readonly Thing[],
  of: (some: readonly Thing[]) => readonly Result[],
): Promise<Result[]> => {
  const results: Result[] = [];
  await inTurns(all, (some) => {
    for (const one of of(some)) results.push(one);
  });
  return results;
};
