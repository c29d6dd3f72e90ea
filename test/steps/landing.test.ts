import { proofKey } from "../../src/core/proof/key.ts";
import { headsKey, type LandingHead } from "../../src/core/proof/landing.ts";
import { lookAtLanding } from "../../src/steps/landing.ts";
import { planWith, sha } from "../core/scene.ts";

const plan = planWith({ a: [{}, {}] }, { verify: ["npm test"] });
const heads: LandingHead[] = plan.bodies
  .flatMap(({ todos }) => todos)
  .map(({ id, order, branch }, at) => ({ todo: id, order, branch, head: sha(`a${at}`) }));
const machine = "laptop";

/** The tree of the first so many heads on a base. */
const treeOn = (base: string, count: number): string => `${base.slice(1)}${count}`;

interface Look {
  /** The base now, and the last ones on which a proof was begun. */
  readonly base: string;
  readonly begun?: readonly string[];
  /** Whether those were of the same heads. */
  readonly isOfOthers?: boolean;
  /** What has passed: heads in their order on bases; `flaky` after a second run. */
  readonly passed?: readonly (readonly [string, number, "flaky"?])[];
  readonly with?: typeof plan;
  readonly conflict?: number;
}

const look = async ({ base, begun = [], isOfOthers, passed = [], with: other = plan, conflict }: Look) => {
  const known = new Map(
    passed.map(([on, count, flaky]) => [
      proofKey(treeOn(on, count), plan, { machine, base: treeOn(on, 0) }),
      { kind: "passed" as const, isFlaky: flaky !== undefined },
    ]),
  );
  const ports = {
    ...{ plan: other, machine, isBusy: async () => false },
    forge: { getBranch: async () => ({ sha: base }) },
    publisher: {
      fetch: async () => undefined,
      mergeInOrder: async (on: string, merged: readonly string[]) => ({
        prefixes: [0, ...merged.map((_, at) => at + 1)].map((count) => ({
          ...{ commit: sha("f"), tree: treeOn(on, count) },
        })),
        conflict: conflict === undefined ? null : { at: conflict, paths: ["a.txt"] },
      }),
    },
    proofs: { find: async (key: string) => known.get(key) ?? null },
    failures: { find: async () => null },
  } as unknown as Parameters<typeof lookAtLanding>[0];
  const of = headsKey(isOfOthers ? heads.slice(1) : heads, other, machine);
  return await lookAtLanding(ports)(heads, { landing: { of, bases: [...begun] } });
};

const [one, two, three, four] = [sha("1"), sha("2"), sha("3"), sha("4")];
const each = planWith({ a: [{}, {}] }, { verify: ["npm test"], prove: "each" });
const more = planWith({ a: [{}, {}] }, { verify: ["npm test", "npm run lint"] });

test.each<[string, Look, object]>([
  [
    "what passed on the base as it is",
    { base: one, passed: [[one, 2]] },
    { kind: "passed", isOutdated: false },
  ],
  [
    "what passed only when it was run again",
    { base: one, passed: [[one, 2, "flaky"]] },
    { kind: "passed", isFlaky: true },
  ],
  ["a base that has moved", { base: two, begun: [one], passed: [[one, 2]] }, { kind: "unproven", base: two }],
  ["other commands", { base: one, passed: [[one, 2]], with: more }, { kind: "unproven" }],
  ["each prefix, where one was not run", { base: one, passed: [[one, 2]], with: each }, { kind: "unproven" }],
  [
    "each prefix, all of them run",
    {
      ...{ base: one, with: each },
      passed: [
        [one, 1],
        [one, 2],
      ],
    },
    { kind: "passed" },
  ],
  [
    "a base that has moved under three proofs",
    { base: four, begun: [one, two, three], passed: [[three, 2]] },
    { kind: "passed", isOutdated: true, base: three },
  ],
  [
    "a base that has moved under three proofs, of which the last has not passed",
    { base: four, begun: [one, two, three], passed: [[two, 2]] },
    { kind: "unproven", base: four },
  ],
  [
    "a base that has moved under two",
    { base: three, begun: [one, two], passed: [[two, 2]] },
    { kind: "unproven", base: three },
  ],
  [
    "three proofs of other heads",
    { base: four, begun: [one, two, three], isOfOthers: true, passed: [[three, 2]] },
    { kind: "unproven", base: four },
  ],
  [
    "a head that conflicts with what is before it",
    { base: one, conflict: 1, passed: [[one, 2]] },
    { kind: "failed", fault: { by: "conflict", prefix: 2, paths: ["a.txt"] } },
  ],
])("what would land is looked at with %s", async (_, given, state) => {
  expect(await look(given)).toMatchObject(state);
});
