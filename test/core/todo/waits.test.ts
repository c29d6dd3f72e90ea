import { nothingSpent } from "../../../src/core/cost/ledger.ts";
import type { DesiredTodo } from "../../../src/core/todo/desired.ts";
import { waits } from "../../../src/core/todo/waits.ts";
import { approved, desiredIn, planWith, type Seen, seeing, sha } from "../scene.ts";

const plan = planWith({ a: [{}, {}, {}], b: [{ needs: ["a-1"] }], c: [{ phase: 1 }], d: [{ phase: 2 }] });
const bodies = plan.bodies.map(({ id }) => ({ id, after: id === "b" ? ["c", "d"] : [] }));

/** What a todo waits for, as ids and words. */
const waitsFor = (
  id: string,
  seen: Readonly<Record<string, Seen>> = {},
  edited: (one: DesiredTodo) => DesiredTodo = (one) => one,
  limits = {},
) => {
  const all = desiredIn(plan, seeing(plan, seen)).map(edited);
  const one = all.find(({ todo }) => todo.id === id);
  const found = one && waits(all, { bodies, limits })(one);
  return [found?.todos.map(({ todo }) => todo.id), found?.others];
};
const born =
  (id: string) =>
  (one: DesiredTodo): DesiredTodo =>
    one.todo.id === id ? { ...one, origin: "follow-up" } : one;
const a = { "a-0": approved("1"), "a-1": approved("2"), "a-2": approved("3") };
const inReview: Seen = {
  record: { status: "review", claimed: sha("c"), pull: 1, head: sha("1"), base: "main" },
  pull: {},
};
const same = (one: DesiredTodo): DesiredTodo => one;
const spent: Record<string, Seen> = {
  "a-0": { record: { spent: { ...nothingSpent, runs: 1, usd: 2 } } },
  "a-2": { record: { status: "blocked" } },
  "c-0": approved("7"),
};
const overspent = "the plan took $2.00, and `limits.usd` is $1.00";
const claim = { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
const held: Seen = { record: { status: "working", claim, claimed: sha("c") }, claim: "live" };

test.each<[string, Parameters<typeof waitsFor>, ReturnType<typeof waitsFor>]>([
  ["nothing when it can start", ["a-0"], [[], []]],
  ["nothing when it is ready", ["a-0", { "a-0": { record: { status: "ready" } } }], [[], []]],
  ["the todo before it in its body, and no other", ["a-2"], [["a-1"], []]],
  ["the one before that, when that is done", ["a-2", { "a-1": approved("1") }], [["a-0"], []]],
  ["its needs, and what its body comes after", ["b-0"], [["a-1"], ["body c", "body d"]]],
  ["what is left of these", ["b-0", { "a-1": approved("1"), "c-0": approved("2") }], [[], ["body d"]]],
  ["what has no phase", ["c-0"], [[], ["what has no phase"]]],
  ["the lowest phase that is left", ["d-0", { ...a, "b-0": approved("4") }], [[], ["phase 1"]]],
  ["nobody when it is under way", ["a-1", { "a-1": inReview }], [[], []]],
  ["nobody when it is done", ["a-1", { "a-1": approved("1") }], [[], []]],
  [
    "a person who paused it, beside all else",
    ["a-1", { "a-1": { record: { paused: true } } }],
    [["a-0"], ["a person: it is paused"]],
  ],
  ["its needs alone when a review asked for it", ["b-0", {}, born("b-0")], [["a-1"], []]],
  [
    "the person who paused it, too",
    ["b-0", { "b-0": { record: { paused: true } } }, born("b-0")],
    [["a-1"], ["a person: it is paused"]],
  ],
  ["the budget, beside all else", ["a-1", spent, same, { usd: 1 }], [["a-0"], [overspent]]],
  ["the budget in its review", ["b-0", { ...spent, "b-0": inReview }, same, { usd: 1 }], [[], [overspent]]],
  ["the budget no more when it is held", ["b-0", { ...spent, "b-0": held }, same, { usd: 1 }], [[], []]],
  ["a person alone when it is blocked", ["a-2", spent, same, { usd: 1 }], [[], []]],
  ["nothing when it is done, whatever was spent", ["c-0", spent, same, { usd: 1 }], [[], []]],
  ["no todo of its body that a review asked for", ["a-2", {}, born("a-1")], [["a-0"], []]],
])("a todo waits for %s", (_, args, expected) => {
  expect(waitsFor(...args)).toEqual(expected);
});
