import fc from "fast-check";
import type { BaseRules } from "../../../src/core/ci/rules.ts";
import { times } from "../../thorough.ts";
import { newCi } from "../world/ci.ts";
import { commit, move } from "../world/forge.ts";
import { goodManners } from "../world/lanes.ts";
import { type PlanSketch, planOf, planSketches } from "../world/plans.ts";
import { tapeOf, tapes } from "../world/tape.ts";
import { type Ending, newWorld, play, reasonsOf, type World } from "../world/world.ts";

/*
 * Repositories as people have them: each rule by itself, and mixtures. The forge of these worlds throws when something is
 * merged that its CI or its rules do not allow.
 */

const plenty = fc.constant(100);

/** What a person does about a plan that waits for one: pushes to what they took out of the queue. */
const help = ({ state }: World): void => {
  const { ci } = state;
  for (const [number, { said }] of ci?.ejected ?? []) {
    if (said !== "MANUAL") continue;
    const pull = state.pulls.get(number);
    if (pull?.state === "open") move(state, pull.branch, commit(state, [pull.head]));
  }
  ci?.ejected.clear();
};

const endOf = async (world: World): Promise<Ending> => {
  for (let help_ = 0; help_ < 20; help_ += 1) {
    const ending = await play(world);
    if (ending.kind === "closed") return ending;
    help(world);
  }
  return await play(world);
};

interface Repository {
  readonly rules: Partial<BaseRules>;
  readonly isFiltered: boolean;
  readonly others?: readonly Partial<BaseRules>[];
}

/** What is below the last is merged in the very look in which that is retargeted. */
const retargeted: PlanSketch = {
  todos: [0, 1, 2, 2, 0, 2, 0].map((body, at) => ({
    ...{ body, needs: at === 6 ? [4] : [], nextPhase: at === 5, edit: "none" },
  })),
  ...{ parallel: 1, merge: "auto", rounds: 100, attempts: 100, rules: 0 },
  after: [false, false, true, false],
};

const closes = async (
  repository: fc.Arbitrary<Repository>,
  runs: number,
  examples: [PlanSketch, number[], Repository][] = [],
): Promise<void> => {
  const sketches = planSketches({ rounds: plenty, attempts: plenty });
  await fc.assert(
    fc.asyncProperty(sketches, tapes(250), repository, async (sketch, numbers, { rules, ...more }) => {
      const tape = tapeOf(numbers);
      const world = newWorld({ ...planOf(sketch, "first"), merge: "auto" }, tape);
      world.state.ci = newCi(rules, { ...more, tape });
      expect(await endOf(world)).toEqual({ kind: "closed" });
    }),
    { numRuns: times(runs), examples },
  );
};

test.each<[string, Partial<BaseRules>, boolean]>([
  ["has a CI and no rules", {}, false],
  ["has a CI for the base alone", {}, true],
  ["requires a check", { checks: ["test"] }, false],
  ["requires a check that runs for the base alone", { checks: ["test"] }, true],
  ["requires heads that are up to date", { checks: ["test"], upToDate: true }, false],
  ["takes no merge commits", { methods: ["squash", "rebase"] }, false],
  ["has a merge queue", { queue: true }, false],
])("a plan closes in a repository that %s, and nothing is merged past it", async (_, rules, isFiltered) => {
  await closes(fc.constant({ rules, isFiltered }), 5);
});

const mixtures = fc.record({
  checks: fc.constantFrom([], ["test"]),
  upToDate: fc.boolean(),
  queue: fc.boolean(),
  methods: fc.constantFrom<BaseRules["methods"][]>(["merge", "squash", "rebase"], ["squash"]),
});

test("whatever people do there to pull requests and to rules, a plan ends closed, or stuck with a reason", async () => {
  const others = fc.array(mixtures, { minLength: 1, maxLength: 3 });
  const any = fc.record({ rules: mixtures, isFiltered: fc.boolean(), others });
  const sketches = planSketches({ rounds: plenty, attempts: plenty });
  await fc.assert(
    fc.asyncProperty(sketches, tapes(250), any, async (sketch, numbers, { rules, ...more }) => {
      const tape = tapeOf(numbers);
      const manners = { ...goodManners, rough: true };
      const world = newWorld({ ...planOf(sketch, "first"), merge: "auto" }, tape, manners);
      world.state.ci = newCi(rules, { ...more, tape });
      const ending = await play(world);
      if (ending.kind !== "closed") expect(reasonsOf(ending)).not.toEqual([]);
    }),
    { numRuns: times(25) },
  );
});

test("and in any that has several of these, which people change as they like", async () => {
  const others = fc.array(mixtures, { maxLength: 3 });
  const any = fc.record({ rules: mixtures, isFiltered: fc.boolean(), others });
  await closes(any, 20, [[retargeted, [], { rules: { upToDate: true }, isFiltered: false }]]);
});
