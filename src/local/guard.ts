/** Runs work and tells what changed outside of where it may, while it ran. */
export type Guard = <Result>(
  work: () => Promise<Result>,
) => Promise<{ readonly result: Result; readonly escapes: readonly string[] }>;

/**
 * Guards many works at once with one look after each: a difference is held against every work that ran when it
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

  const lookOnce = async (): Promise<void> => {
    const now = await look();
    const found = known === null ? [] : compare(known, now);
    known = now;
    for (const escapes of running) escapes.push(...found);
  };
  const lookInTurn = (): Promise<void> => {
    last = last.catch(() => undefined).then(lookOnce);
    return last;
  };

  return async (work) => {
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
  };
};
