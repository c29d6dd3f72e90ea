import fc from "fast-check";
import type { Plan } from "../../src/core/plan/plan.ts";
import type { Program } from "../../src/core/plan/program.ts";
import { isThorough, times } from "../thorough.ts";
import { type Night, type NightEnd, nightOf } from "./world/night.ts";
import { planOf, planSketches } from "./world/plans.ts";

/*
 * Nights on a clock of their own: limits and bursts of "overloaded" begin and end on accounts, the forge is away, machines
 * are killed. No attempt is charged for any of it, and nothing waits that could go on.
 */

/** The same nights each time, but where there is time for many. */
const seeded = isThorough ? {} : { seed: 20_261_130 };

const program = (use: Program["use"]): Program => ({ use, network: [], env: [] });

const plans: fc.Arbitrary<Plan> = fc
  .tuple(
    planSketches({ rounds: fc.constant(9), attempts: fc.constant(1) }),
    fc.constantFrom("claude", "codex", "gemini"),
  )
  .map(([sketch, reviewer]) => {
    const plan = planOf({ ...sketch, parallel: 4 }, "first");
    const bodies = plan.bodies.map((body, at) => ({
      ...body,
      agents: [program(at % 2 === 0 ? "claude" : "codex")],
    }));
    return { ...plan, bodies, reviewers: [program(reviewer as "claude")] };
  });

const limitsOf = (isTold: boolean, bursts: boolean): fc.Arbitrary<Night["limits"]> =>
  fc
    .array(
      fc.record({
        account: fc.constantFrom("claude", "codex"),
        from: fc.integer({ min: 0, max: 600 }),
        length: fc.integer({ min: 60, max: 300 }),
        isBurst: bursts ? fc.boolean() : fc.constant(false),
      }),
      { maxLength: 5 },
    )
    .map((all) =>
      apart(
        all.map(({ account, from, length, isBurst }) => ({
          ...{ account, from, to: from + length, isTold, isBurst },
        })),
      ),
    );

/** Limits of one account that do not overlap: of two that do the later one is left out. */
const apart = (limits: Night["limits"]): Night["limits"] => {
  const sorted = [...limits].sort((a, b) => a.from - b.from);
  return sorted.filter((one, at) =>
    sorted.slice(0, at).every(({ account, to }) => account !== one.account || one.from > to + 5),
  );
};

/** Half a minute to two hours; a run waits for one. */
const absence = fc
  .tuple(fc.integer({ min: 1, max: 600 }), fc.constantFrom(0.5, 30, 120))
  .map(([from, length]) => ({ from, to: from + length }));

/** A rough one has all that nobody can foresee; in the others only limits begin and end. */
const nights = (isTold: boolean, isRough: boolean): fc.Arbitrary<Night> =>
  fc.record({
    limits: limitsOf(isTold, isRough),
    absences: isRough ? fc.array(absence, { maxLength: 2 }) : fc.constant([]),
    kills: fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: isRough ? 3 : 0 }),
    agentMinutes: fc.integer({ min: 5, max: 60 }),
    reviewMinutes: fc.integer({ min: 3, max: 15 }),
  });

test("where the end of a limit is told, one lane tries each account then, and a night is as long as it must be", async () => {
  await fc.assert(
    fc.asyncProperty(plans, nights(true, false), async (plan, night) => {
      const end = await nightOf(plan, night);
      expect(end).toMatchObject({ progress: "closed", failed: 0 });
      for (const limit of night.limits) {
        const { tries, after } = startsIn(limit, end);
        expect(tries).toEqual([]);
        const [first, ...others] = after;
        // Who is still at it after two minutes was not turned away, nor who has done its work.
        const known = first ? Math.min(first.till, first.at + 2) : 0;
        expect(others.filter(({ at }) => at < known)).toEqual([]);
      }
      const ideal = await nightOf(plan, night, true);
      expect(end.minutes).toBeLessThanOrEqual(ideal.minutes * 1.05);
    }),
    { numRuns: isThorough ? 300 : 15, ...seeded },
  );
});

test("where it is not told, one lane tries each account, after five minutes and then twice as long each time", async () => {
  await fc.assert(
    fc.asyncProperty(plans, nights(false, false), async (plan, night) => {
      const end = await nightOf(plan, night);
      expect(end).toMatchObject({ progress: "closed", failed: 0 });
      for (const limit of night.limits) {
        const { found, tries } = startsIn(limit, end);
        const waits = tries.map(({ at }, nth) => at - (tries[nth - 1]?.at ?? found));
        waits.forEach((wait, nth) => {
          expect(wait).toBeGreaterThan(Math.min(5 * 2 ** nth, 60) - 0.01);
        });
      }
    }),
    { numRuns: times(5), ...seeded },
  );
});

/** When a limit was found, and the programs that began on its account from then on while it lasted, and after it. */
const startsIn = (
  { account, from, to }: Night["limits"][number],
  { starts, turnedAway }: NightEnd,
): { found: number; tries: NightEnd["starts"]; after: NightEnd["starts"] } => {
  const away = turnedAway.filter((one) => one.account === account && one.at >= from && one.at < to);
  const found = Math.min(...away.map(({ at }) => at), to);
  const later = starts.filter((one) => one.account === account && one.at > found);
  return {
    found,
    tries: later.filter(({ at }) => at < to),
    after: found < to ? later.filter(({ at }) => at >= to) : [],
  };
};

test("whatever is told, overloaded, away or killed, no attempt is charged, and all is done in the end", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.boolean().chain((isTold) => fc.tuple(plans, nights(isTold, true))),
      async ([plan, night]) => {
        expect(await nightOf(plan, night)).toMatchObject({ progress: "closed", failed: 0 });
      },
    ),
    { numRuns: times(15) },
  );
});
