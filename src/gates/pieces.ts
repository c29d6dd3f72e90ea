/*
 * Work on a change of many thousand files in pieces: whoever takes them lets others go on between two of them.
 */

/** Yields between two pieces, and comes to what the work comes to. */
export type InPieces<Result> = Generator<void, Result, void>;

/** How many files are looked at in one piece: a few milliseconds' worth. */
export const filesAtOnce = 250;

/** What all things come to, where each piece of them can be looked at by itself. */
export function* piecewise<Thing, Result>(
  all: readonly Thing[],
  of: (some: readonly Thing[]) => readonly Result[],
): InPieces<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < all.length; at += filesAtOnce) {
    if (at > 0) yield;
    for (const one of of(all.slice(at, at + filesAtOnce))) results.push(one);
  }
  return results;
}

/** All pieces, one right after the other. */
export const atOnce = <Result>(pieces: InPieces<Result>): Result => {
  for (;;) {
    const next = pieces.next();
    if (next.done === true) return next.value;
  }
};

/** All pieces, with a turn of others between two. */
export const inPieces = async <Result>(
  pieces: InPieces<Result>,
  turn: () => Promise<void>,
): Promise<Result> => {
  for (;;) {
    const next = pieces.next();
    if (next.done === true) return next.value;
    await turn();
  }
};
