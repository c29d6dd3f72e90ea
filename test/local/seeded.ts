import fc from "fast-check";

/** What is wrong with the case of a seed. */
interface Wrong {
  readonly seed: number;
  readonly given: unknown;
  readonly found: unknown;
}

/** Runs that go on at once: each waits now and then. */
const atOnce = 2;

/**
 * Tries a case for each seed and answers those of which something is found. All of so many seeds are tried when not told:
 * `MILEPOST_TEST_SEEDS=1-25` tries these, and says on standard error how far it is.
 */
export const tried = async <Case>(
  any: fc.Arbitrary<Case>,
  count: number,
  find: (given: Case) => Promise<unknown>,
): Promise<Wrong[]> => {
  const told = (process.env.MILEPOST_TEST_SEEDS ?? "").split("-").filter(Boolean).map(Number);
  const [first = 1, last = count] = told;
  const left = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const wrong: Wrong[] = [];
  const goOn = async (): Promise<void> => {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
      const [given] = fc.sample(any, { seed, numRuns: 1 });
      if (given === undefined) throw new Error("nothing was made of a seed");
      const found = await find(given).catch(String);
      if (found !== null) wrong.push({ seed, given, found });
      if (told.length > 0)
        process.stderr.write(found === null ? `${seed} ` : `${JSON.stringify(wrong.at(-1))}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, goOn));
  return wrong;
};
