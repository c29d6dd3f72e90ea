/** Watches what work may not change. */
export interface Guard {
  /** Runs work and tells what changed elsewhere while it ran. */
  watch<Result>(
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly escapes: readonly string[] }>;
  /** Takes in what was found by other means. */
  report(escapes: readonly string[]): void;
}

/**
 * Guards many works at once with a look after each: a difference is held against every work that ran when it
 * was first seen, since any of them may have made it.
 */
export const newGuard = <Print>({
  look,
  compare,
}: {
  look: () => Promise<Print>;
  compare: (before: Print, after: Print) => string[];
}): Guard => {
  const running = new Set<string[]>();
  let known: Print | null = null;
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;

  const report = (found: readonly string[]): void => {
    for (const escapes of running) escapes.push(...found);
  };
  const lookOnce = async (): Promise<void> => {
    next = null;
    const now = await look();
    if (known !== null) report(compare(known, now));
    known = now;
  };
  /** A look that has not begun serves all who wait for one: it begins after what they ask about has ended. */
  const lookInTurn = (): Promise<void> => {
    next ??= last.catch(() => undefined).then(lookOnce);
    last = next;
    return next;
  };

  return {
    report,
    watch: async (work) => {
      if (known === null) await lookInTurn();
      const escapes: string[] = [];
      running.add(escapes);
      try {
        const result = await work();
        await lookInTurn();
        return { result, escapes: [...new Set(escapes)] };
      } finally {
        running.delete(escapes);
      }
    },
  };
};
