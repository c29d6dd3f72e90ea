import fc from "fast-check";
import { goodManners } from "./world/lanes.ts";
import { planOf, planSketches } from "./world/plans.ts";
import { tapeOf, tapes } from "./world/tape.ts";
import { newWorld, play } from "./world/world.ts";

const many = Number(process.env.RUNS ?? 200);
const options = { numRuns: many, interruptAfterTimeLimit: 60_000 };
const always = fc.constant(100);

test("a plan closes when faults are finite, whatever crashes on the way", async () => {
  await fc.assert(
    fc.asyncProperty(planSketches({ limits: always }), tapes(300), async (sketch, numbers) => {
      const world = newWorld(planOf(sketch, "first"), tapeOf(numbers));
      expect(await play(world)).toEqual({ kind: "closed" });
    }),
    options,
  );
});

test("a plan that is edited and handled roughly ends closed or stuck with a reason", async () => {
  await fc.assert(
    fc.asyncProperty(
      planSketches({ edits: ["none", "none", "add", "remove", "reword"] }),
      tapes(300),
      async (sketch, numbers) => {
        const world = newWorld(planOf(sketch, "first"), tapeOf(numbers), { ...goodManners, rough: true });
        const ending = await play(world, planOf(sketch, "edited"));
        expect(ending.kind === "closed" || (ending.kind === "stuck" && ending.reasons.length > 0)).toBe(true);
      },
    ),
    options,
  );
});
