import fc from "fast-check";
import { times } from "../thorough.ts";
import { badAnswers } from "./world/conversation.ts";
import { mergeBranch } from "./world/forge.ts";
import { goodManners, type Manners } from "./world/lanes.ts";
import { type PlanSketch, planOf, planSketches } from "./world/plans.ts";
import { tapeOf, tapes } from "./world/tape.ts";
import { decideIn, newWorld, play, reasonsOf, snapshotOf, type World } from "./world/world.ts";

/** Enough attempts and rounds for every fault that a tape can hold. */
const plenty = fc.constant(100);

test("a plan closes when faults are finite, whatever crashes on the way, and is then left alone", async () => {
  await fc.assert(
    fc.asyncProperty(
      planSketches({ rounds: plenty, attempts: plenty }),
      tapes(250),
      async (sketch, numbers) => {
        const world = newWorld(planOf(sketch, "first"), tapeOf(numbers));
        expect(await play(world)).toEqual({ kind: "closed" });
        expect(await decideIn(world)).toEqual([]);
        expect(badAnswers(world.state, await snapshotOf(world))).toEqual([]);
      },
    ),
    { numRuns: times(30) },
  );
});

test("a plan that is edited and handled roughly ends closed, or stuck with a reason, and stays so", async () => {
  const sketches = planSketches({ edits: ["none", "none", "add", "remove", "reword"] });
  await fc.assert(
    fc.asyncProperty(sketches, tapes(250), async (sketch, numbers) => {
      const world = newWorld(planOf(sketch, "first"), tapeOf(numbers), { ...goodManners, rough: true });
      const ending = await play(world, planOf(sketch, "edited"));
      if (ending.kind !== "closed") expect(reasonsOf(ending)).not.toEqual([]);
      expect(await decideIn(world)).toEqual([]);
      expect(badAnswers(world.state, await snapshotOf(world))).toEqual([]);
    }),
    { numRuns: times(30) },
  );
});

test.each([
  ["as they may", false],
  ["as they like", true],
])(
  "what people command, %s, is obeyed once and answered once, whatever crashes on the way",
  async (_, rough) => {
    await fc.assert(
      fc.asyncProperty(
        planSketches({ rounds: plenty, attempts: plenty }),
        tapes(300),
        async (sketch, numbers) => {
          const world = newWorld(planOf(sketch, "first"), tapeOf(numbers), {
            ...goodManners,
            rough,
            bossy: true,
          });
          const ending = await play(world);
          if (!rough) expect(ending).toEqual({ kind: "closed" });
          expect(await decideIn(world)).toEqual([]);
          expect(badAnswers(world.state, await snapshotOf(world))).toEqual([]);
        },
      ),
      { numRuns: times(20) },
    );
  },
);

test.each<[string, Partial<Manners>, RegExp]>([
  [
    "an agent that always fails",
    { agent: "failing" },
    /[2-9]\d* attempts failed; failed|1 attempt failed; failed/,
  ],
  ["an agent that changes nothing", { agent: "idle" }, /the agent changed nothing/],
  ["an agent whose work no gate passes", { agent: "refused" }, /gates do not pass: size/],
  [
    "a reviewer that never approves",
    { reviewer: "stubborn" },
    /rounds? of review did not end in|the same change 3 rounds running/,
  ],
  ["a reviewer that cannot be read", { reviewer: "unreadable" }, /verdict cannot be taken/],
  [
    "a reviewer that always asks for one more todo",
    { reviewer: "greedy" },
    /follow-ups came one out of the other/,
  ],
])("%s ends stuck, with that reason", async (_, manners, reason) => {
  await fc.assert(
    fc.asyncProperty(planSketches({}), async (sketch) => {
      const world = newWorld(planOf(sketch, "first"), tapeOf([]), { ...goodManners, ...manners });
      expect(reasonsOf(await play(world)).join("\n")).toMatch(reason);
      expect(await decideIn(world)).toEqual([]);
    }),
    { numRuns: times(8) },
  );
});

test("orchestrating again and again without an event soon changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      planSketches({ rounds: plenty, attempts: plenty }),
      tapes(150),
      async (sketch, numbers) => {
        const world = newWorld(planOf(sketch, "first"), tapeOf(numbers), { ...goodManners, calm: true });
        expect(await play(world)).toEqual({ kind: "closed" });
      },
    ),
    { numRuns: times(20) },
  );
});

/** Two stacked todos, which nothing disturbs. */
const stack: PlanSketch = {
  todos: [
    { body: 0, needs: [], nextPhase: false, edit: "none" },
    { body: 1, needs: [1], nextPhase: false, edit: "none" },
  ],
  ...{ parallel: 2, merge: "auto", rounds: 3, attempts: 3, rules: 0, after: [] },
};

test("merges that the forge declines hold up nothing else, and are made when they may", async () => {
  const sketches = planSketches({ rounds: plenty, attempts: plenty });
  await fc.assert(
    fc.asyncProperty(sketches, tapes(100), async (sketch, numbers) => {
      const world = newWorld({ ...planOf(sketch, "first"), merge: "auto" }, tapeOf(numbers));
      world.state.isProtected = true;
      const held = await play(world);
      // A person may have merged all of it meanwhile.
      if (held.kind !== "closed" || numbers.length === 0) {
        expect(reasonsOf(held).join("\n")).toMatch(/was not merged: a review is required/);
        expect(statusesIn(world)).toEqual(["approved"]);
      }
      world.state.isProtected = false;
      expect(await play(world)).toEqual({ kind: "closed" });
    }),
    { numRuns: times(15), examples: [[stack, []]] },
  );
});

test("what a person merges into a branch that is merged already is not done, and counts when it is brought on", async () => {
  const world = newWorld({ ...planOf(stack, "first"), merge: "manual" }, tapeOf([]));
  expect(await play(world)).toEqual({ kind: "closed" });
  const { state, tape } = world;
  const [lower = "", upper = ""] = [...state.pulls.values()].map(({ branch }) => branch);
  mergeBranch(state, tape, ["main", lower]);
  mergeBranch(state, tape, [lower, upper]);
  expect(reasonsOf(await play(world)).join()).toContain(
    `was merged into ${lower}, which has not brought it to main`,
  );
  mergeBranch(state, tape, ["main", lower]);
  expect(await play(world)).toEqual({ kind: "closed" });
});

const statusesIn = ({ state }: World): string[] => [
  ...new Set(
    [...state.issues.values()].flatMap(({ record }) => (record.kind === "todo" ? [record.state.status] : [])),
  ),
];
