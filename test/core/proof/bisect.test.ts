import fc from "fast-check";
import { proveEach, proveTogether } from "../../../src/core/proof/bisect.ts";
import { times } from "../../thorough.ts";

/** A plan of todos in which some pairs and triples break each other; `base` is broken by itself. */
interface Plan {
  readonly count: number;
  readonly planted: readonly (readonly number[])[];
  readonly isBaseBroken: boolean;
}

const anyPlan = fc.integer({ min: 1, max: 20 }).chain((count) =>
  fc.record<Plan>({
    count: fc.constant(count),
    planted: fc.array(
      fc.uniqueArray(fc.integer({ min: 1, max: count }), { minLength: Math.min(2, count), maxLength: 3 }),
      { maxLength: 4 },
    ),
    isBaseBroken: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
  }),
);

const isRed = ({ planted, isBaseBroken }: Plan, prefix: number): boolean =>
  isBaseBroken || planted.some((todos) => todos.every((todo) => todo <= prefix));

const firstRed = (plan: Plan): number | null => {
  for (let prefix = 0; prefix <= plan.count; prefix++) if (isRed(plan, prefix)) return prefix;
  return null;
};

const counting = (plan: Plan) => {
  const runs: number[] = [];
  return {
    runs,
    run: async (prefix: number) => {
      runs.push(prefix);
      return isRed(plan, prefix) ? `${prefix} is red` : null;
    },
  };
};

test("the first prefix that fails is named in at most 3 + ⌈log₂ n⌉ runs, and all that passes costs one", async () => {
  const property = fc.asyncProperty(anyPlan, async (plan) => {
    const { runs, run } = counting(plan);
    const proven = await proveTogether(plan.count, run);
    const red = firstRed(plan);
    expect(proven).toMatchObject(
      red === null
        ? { kind: "passed", prefixes: [plan.count], flaky: false }
        : { kind: "failed", prefix: red, fault: `${red} is red` },
    );
    expect(runs.length).toBeLessThanOrEqual(red === null ? 1 : 3 + Math.ceil(Math.log2(plan.count)));
    expect(proven.kind === "failed" ? proven.prefixes : []).not.toContain(red);
  });
  await fc.assert(property, { numRuns: times(200) });
});

test("each prefix is proved where the plan wants it, and the first that fails ends it", async () => {
  const property = fc.asyncProperty(anyPlan, async (plan) => {
    const { run } = counting(plan);
    const red = firstRed(plan);
    const proven = await proveEach(plan.count, run);
    const all = Array.from({ length: plan.count }, (_, at) => at + 1);
    expect(proven).toMatchObject(
      red === null ? { kind: "passed", prefixes: all } : { kind: "failed", prefix: red },
    );
  });
  await fc.assert(property, { numRuns: 100 });
});

test.each([
  ["together", proveTogether],
  ["each", proveEach],
])("what fails once and passes when it is run again is flaky: %s", async (_, prove) => {
  let runs = 0;
  const proven = await prove(2, async () => (runs++ === 0 ? "red" : null));
  expect(proven).toMatchObject({ kind: "passed", flaky: true });
});
