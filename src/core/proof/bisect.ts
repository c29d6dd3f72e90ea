/** Runs the plan's commands on a prefix, and says what fails; `null` when nothing does. */
type RunPrefix<Fault> = (prefix: number) => Promise<Fault | null>;

/** What came of a proof. */
type Proven<Fault> =
  | { readonly kind: "passed"; readonly prefixes: readonly number[]; readonly flaky: boolean }
  /** The first prefix that fails: 0 is the base alone. */
  | {
      readonly kind: "failed";
      readonly prefix: number;
      readonly fault: Fault;
      readonly prefixes: readonly number[];
    };

/**
 * Proves `count` todos together on their base, and names the first prefix that fails, if one does: red runs once more,
 * then the base alone, then bisection. One run when all is well, at most 3 + ⌈log₂ count⌉ otherwise.
 */
export const proveTogether = async <Fault>(count: number, run: RunPrefix<Fault>): Promise<Proven<Fault>> => {
  const passed: number[] = [];
  const passes = async (prefix: number): Promise<Fault | null> => {
    const fault = await run(prefix);
    if (fault === null) passed.push(prefix);
    return fault;
  };
  if ((await passes(count)) === null) return { kind: "passed", prefixes: passed, flaky: false };
  const again = await passes(count);
  if (again === null) return { kind: "passed", prefixes: passed, flaky: true };
  const alone = count === 0 ? again : await passes(0);
  if (alone !== null) return { kind: "failed", prefix: 0, fault: alone, prefixes: passed };
  const [prefix, fault] = await firstFailing({ good: 0, bad: count, fault: again }, passes);
  return { kind: "failed", prefix, fault, prefixes: passed };
};

const firstFailing = async <Fault>(
  { good, bad, fault }: { good: number; bad: number; fault: Fault },
  run: RunPrefix<Fault>,
): Promise<readonly [number, Fault]> => {
  if (bad - good <= 1) return [bad, fault];
  const middle = Math.floor((good + bad) / 2);
  const found = await run(middle);
  return await firstFailing(
    found === null ? { good: middle, bad, fault } : { good, bad: middle, fault: found },
    run,
  );
};

/** Proves every prefix, one after the other; what fails runs once more, and the first one that does not pass then ends it. */
export const proveEach = async <Fault>(count: number, run: RunPrefix<Fault>): Promise<Proven<Fault>> => {
  const passed: number[] = [];
  let flaky = false;
  for (let prefix = count === 0 ? 0 : 1; prefix <= count; prefix++) {
    const first = await run(prefix);
    const fault = first === null ? null : await run(prefix);
    if (fault !== null) return await failedAt(prefix, { fault, passed, run });
    flaky ||= first !== null;
    passed.push(prefix);
  }
  return { kind: "passed", prefixes: passed, flaky };
};

/** Nobody is at fault for what fails on the base alone. */
const failedAt = async <Fault>(
  prefix: number,
  { fault, passed, run }: { fault: Fault; passed: number[]; run: RunPrefix<Fault> },
): Promise<Proven<Fault>> => {
  const alone = prefix > 1 ? null : prefix === 0 ? fault : await run(0);
  if (prefix === 1 && alone === null) passed.push(0);
  return alone === null
    ? { kind: "failed", prefix, fault, prefixes: passed }
    : { kind: "failed", prefix: 0, fault: alone, prefixes: passed };
};
