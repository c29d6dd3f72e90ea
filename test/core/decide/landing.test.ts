import { landingOf, mayLand } from "../../../src/core/decide/landing.ts";
import { keyOf } from "../../../src/core/key.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { approved, fix, milestoneOf, planWith, type Seen, seeing, sha } from "../scene.ts";

const bodies = { a: [{}], b: [{}], c: [{}] };
const verify = ["npm test"];
const allApproved = { "a-0": approved("1"), "b-0": approved("2"), "c-0": approved("3") };

interface Look {
  readonly plan?: ReturnType<typeof planWith>;
  /** Beside three approved todos. */
  readonly seen?: Readonly<Record<string, Seen>>;
  readonly more?: Partial<Snapshot>;
  readonly mayMerge?: boolean;
}

const auto = planWith(bodies, { merge: "auto" });
const manual = planWith(bodies, { merge: "manual" });

const lookAt = ({ plan = manual, seen = {}, more = {}, mayMerge = true }: Look) =>
  landingOf(desiredState(plan, seeing(plan, { ...allApproved, ...seen }, more)), mayMerge);
const landsIn = (look: Look): readonly string[] | null => lookAt(look)?.map(({ todo }) => todo) ?? null;

const all = ["a-0", "b-0", "c-0"];

test.each<[string, Look, readonly string[] | null]>([
  ["all that is approved, once everything is", {}, all],
  ["nothing before everything is approved", { seen: { "c-0": {} } }, null],
  [
    "what is merged now, where the plan merges by itself",
    { plan: auto, seen: { "c-0": {} } },
    ["a-0", "b-0"],
  ],
  ["nothing yet where nothing may be merged now", { plan: auto, seen: { "c-0": {} }, mayMerge: false }, null],
  ["all at the end, though nothing may be merged now", { plan: auto, mayMerge: false }, all],
  [
    "nothing where its plan merges by itself, and only what a person has merged is done",
    { plan: auto, seen: { "a-0": approved("1", { pull: { state: "merged" } }), "b-0": {}, "c-0": {} } },
    null,
  ],
  ["nothing without a milestone", { more: { milestone: null } }, null],
  ["nothing once the milestone is closed", { more: { milestone: milestoneOf(manual, false) } }, null],
  [
    "what is not merged yet",
    { seen: { "a-0": approved("1", { pull: { state: "merged" } }) } },
    ["b-0", "c-0"],
  ],
  ["nothing while a run holds one of them", { seen: { "b-0": approved("2", { claim: "live" }) } }, null],
  ["nothing while a fix is open", { more: { fixes: [fix("a-0")] } }, null],
  ["all once the fix is closed", { more: { fixes: [fix("a-0", {}, false)] } }, all],
  ["none that nobody wants", { seen: { "b-0": approved("2", { notPlanned: true }) } }, ["a-0", "c-0"]],
  [
    "none whose pull request a person closed",
    { seen: { "b-0": approved("2", { notPlanned: true, pull: { state: "closed" } }) } },
    ["a-0", "c-0"],
  ],
])("of a plan lands %s", (_, look, expected) => {
  expect(landsIn(look)).toEqual(expected);
});

test("what lands is told by its todo, its place, its branch and its head", () => {
  expect(lookAt({})?.[1]).toEqual({ todo: "b-0", order: "00b", branch: "p/00b-b-0", head: sha("2") });
});

test.each([
  ["is proved by commands, where the plan has some", verify, ["a-0"]],
  ["conflicts with nothing, and needs no proof without them", [], null],
])("one head alone %s", (_, commands, expected) => {
  const plan = planWith({ a: [{}] }, { verify: commands });
  const checked = { commit: sha("1"), gates: ["size", "verify"], ran: commands.map(keyOf) };
  const one = approved("1", { record: { checked } });
  expect(
    landingOf(desiredState(plan, seeing(plan, { "a-0": one })), true)?.map(({ todo }) => todo) ?? null,
  ).toEqual(expected);
});

test("what lands stands in submission order, and none of it that the plan no longer has", () => {
  const plan = planWith({ a: [{ stack: false }, { stack: false }], b: [{}] });
  const more = planWith({ a: [{ stack: false }, { stack: false }], b: [{}], c: [{}] });
  const left = approved("4");
  const seen = { "a-0": approved("1"), "a-1": approved("2"), "b-0": approved("3"), "c-0": left };
  const lands = landingOf(desiredState(plan, seeing(more, seen)), true);
  expect(lands?.map(({ todo }) => todo)).toEqual(["a-0", "b-0", "a-1"]);
});

test.each([
  ["still lacks what came to it later", sha("9"), null],
  ["has all of it", sha("1"), ["a-0", "a-1"]],
])("a branch on another one that %s", (_, commit, expected) => {
  const plan = planWith({ a: [{}, {}] });
  const rested = { of: "p/00a-a-0", commit, parts: [] };
  const upper = approved("2", { record: { base: "p/00a-a-0", rested } });
  const lands = landingOf(desiredState(plan, seeing(plan, { "a-0": approved("1"), "a-1": upper })), true);
  expect(lands?.map(({ todo }) => todo) ?? null).toEqual(expected);
});

test("a proof is about a thousand heads at most, the first ones", () => {
  const many = Array.from({ length: 1001 }, (_, at) => ({ todo: `t-${at}`, stack: false }));
  const plan = planWith({ a: many });
  const seen = Object.fromEntries(many.map(({ todo }, at) => [todo, approved((at + 1).toString(16))]));
  const lands = landingOf(desiredState(plan, seeing(plan, seen)), true);
  expect([lands?.length, lands?.[0]?.todo, lands?.at(-1)?.todo]).toEqual([1000, "t-0", "t-999"]);
});

const looked = { heads: [], of: "k", base: sha("b") };

test.each([
  ["nobody asked about", undefined, true],
  ["passed", { ...looked, kind: "passed" as const, trees: [], isFlaky: false, isOutdated: false }, true],
  ["is not proved yet", { ...looked, kind: "unproven" as const, entry: null }, false],
  [
    "fails",
    { ...looked, kind: "failed" as const, fault: { by: "conflict" as const, prefix: 2, paths: [] } },
    false,
  ],
])("what %s may land or not", (_, landing, expected) => {
  expect(mayLand(landing)).toBe(expected);
});
