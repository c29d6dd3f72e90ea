import { chainLengths, circled } from "../../../src/core/decide/chains.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { DesiredTodo } from "../../../src/core/todo/desired.ts";
import { approved, desiredIn, planWith, seeing } from "../scene.ts";

const all = (plan: Plan): readonly DesiredTodo[] => desiredIn(plan, seeing(plan, {}));
const born = ({ todo, ...one }: DesiredTodo, ids: readonly string[]): DesiredTodo =>
  ids.includes(todo.id) ? { ...one, todo, origin: "follow-up" } : { ...one, todo };
const lengths = (todos: readonly DesiredTodo[], plan: Plan) => {
  const length = chainLengths(todos, plan);
  return Object.fromEntries(todos.map((one) => [one.todo.id, length(one)]));
};
/** A plan whose bodies wait for others, too. */
const withAfter = (plan: Plan, after: Readonly<Record<string, string[]>>): Plan => ({
  ...plan,
  bodies: plan.bodies.map((body) => ({ ...body, after: after[body.id] ?? [] })),
});

test.each<[string, Plan, readonly string[], Record<string, number>]>([
  [
    "the longest way through what needs it",
    planWith({ a: [{}], b: [{ needs: ["a-0"] }], c: [{ needs: ["a-0"] }, {}, {}] }),
    [],
    { "a-0": 4, "b-0": 1, "c-0": 3, "c-1": 2, "c-2": 1 },
  ],
  [
    "all later phases, whatever their place in the plan",
    planWith({ a: [{ phase: 1 }], b: [{ phase: 10 }], c: [{}], d: [{ phase: 2 }] }),
    [],
    { "a-0": 3, "b-0": 1, "c-0": 4, "d-0": 2 },
  ],
  [
    "none of its own phase",
    planWith({ a: [{}], b: [{}], c: [{ phase: 1 }] }),
    [],
    { "a-0": 2, "b-0": 2, "c-0": 1 },
  ],
  [
    "phases that wait for a follow-up, which waits for none",
    planWith({ a: [{}], b: [{ phase: 1 }], c: [{ phase: 2 }] }),
    ["b-0"],
    { "a-0": 2, "b-0": 2, "c-0": 1 },
  ],
  [
    "nothing in its body that came of a review",
    planWith({ a: [{}, {}, {}] }),
    ["a-1"],
    { "a-0": 2, "a-1": 1, "a-2": 1 },
  ],
  [
    "bodies that wait for its body",
    withAfter(planWith({ a: [{}, {}], b: [{}, {}], c: [{}] }), { b: ["a"] }),
    [],
    { "a-0": 4, "a-1": 3, "b-0": 2, "b-1": 1, "c-0": 1 },
  ],
  [
    "bodies that wait for a follow-up in it, too, which none of their own do",
    withAfter(planWith({ a: [{}, {}], b: [{}, {}] }), { b: ["a"] }),
    ["a-1", "b-0"],
    { "a-0": 2, "a-1": 2, "b-0": 1, "b-1": 1 },
  ],
])("a chain counts %s", (_, plan, followUps, expected) => {
  const todos = all(plan).map((one) => born(one, followUps));
  expect(lengths(todos, plan)).toEqual(expected);
});

test("what is done is in no chain", () => {
  const plan = planWith({ a: [{}, {}, {}] });
  const todos = desiredIn(plan, seeing(plan, { "a-1": approved("1") }));
  expect(lengths(todos, plan)).toEqual({ "a-0": 2, "a-1": 0, "a-2": 1 });
});

test("bodies that wait for one that is done, or that are done themselves, are in no chain with it", () => {
  const plan = withAfter(planWith({ a: [{}], b: [{}], c: [{}, {}] }), { b: ["a"], c: ["b"] });
  const left = (done: string) => lengths(desiredIn(plan, seeing(plan, { [done]: approved("1") })), plan);
  expect(left("a-0")).toEqual({ "a-0": 0, "b-0": 3, "c-0": 2, "c-1": 1 });
  expect(left("b-0")).toEqual({ "a-0": 1, "b-0": 0, "c-0": 2, "c-1": 1 });
});

test("what stands in a circle or waits for one is found, however long the way, and nothing else", () => {
  const plan = planWith({ a: [{}], b: [{}], c: [{}, {}], d: [{}, {}], e: [{}] });
  const needs: Record<string, string[]> = {
    "a-0": ["b-0"],
    "b-0": ["a-0", "d-0"],
    "c-0": ["b-0"],
    "d-1": ["e-0"],
  };
  const todos = all(plan).map((one) => ({ ...one, todo: { ...one.todo, needs: needs[one.todo.id] ?? [] } }));
  const ids = (found: readonly DesiredTodo[]) => found.map(({ todo }) => todo.id).sort();
  expect(ids(circled(todos, plan))).toEqual(["a-0", "b-0", "c-0", "c-1"]);
  expect(ids(circled(all(plan), plan))).toEqual([]);
});
