import type { Plan } from "../../../src/core/plan/plan.ts";
import { countsOf, leftCountText } from "../../../src/core/todo/counts.ts";
import type { DesiredTodo } from "../../../src/core/todo/desired.ts";
import { isInPlan, isLeft, leftText } from "../../../src/core/todo/left.ts";
import { approved, desiredIn, planWith, seeing, sha } from "../scene.ts";

const before = planWith({ a: [{}, {}], b: [{}] });
const begun = { record: { status: "changes", claimed: sha("c"), base: "main" } } as const;
const seen = { "a-0": begun, "a-1": begun, "b-0": begun };
/** The todos of the plan as it was edited, all of those before begun. */
const edited = (plan: Plan): readonly DesiredTodo[] => desiredIn(plan, seeing(before, seen));
const said = (todos: readonly DesiredTodo[], id: string): string => {
  const one = todos.find(({ todo }) => todo.id === id);
  return one ? leftText(one, todos) : "";
};

test.each<[string, Record<string, readonly object[]>, string | null]>([
  ["the only one that came into its body", { a: [{ todo: "new" }, { todo: "a-1" }], b: [{}] }, "new"],
  ["none that came into another", { a: [{ todo: "a-1" }], b: [{}, { todo: "new" }] }, null],
  ["none of two that came", { a: [{ todo: "a-1" }, { todo: "new" }, { todo: "newer" }], b: [{}] }, null],
  ["none where another left it, too", { a: [{ todo: "new" }], b: [{}] }, null],
])("a todo that the plan lost may be %s by another name", (_, bodies, name) => {
  const text = said(edited(planWith(bodies)), "a-0");
  expect(text).toMatch(/^no longer in the plan but was begun: skip it, or put it back/);
  expect(text.match(/if `(.*)` is its new name, give it its id `a-0` back/)?.[1] ?? null).toBe(name);
});

test("what the plan lost counts apart from what it has, and not at all once nobody wants it", () => {
  const plan = planWith({ a: [{}, {}, {}], b: [{}] });
  const now = planWith({ a: [{}, {}], b: [{}] });
  const todos = desiredIn(
    now,
    seeing(plan, {
      "a-0": approved("1"),
      "a-1": { record: { status: "blocked", claimed: sha("c") } },
      "a-2": begun,
    }),
  );
  expect(countsOf(todos)).toEqual({ total: 3, done: 1, blocked: 1, left: 1 });
  expect(todos.map((one) => [isInPlan(one), isLeft(one)])).toEqual([
    ...[
      [true, false],
      [true, false],
      [true, false],
    ],
    [false, true],
  ]);
  const removed = desiredIn(now, seeing(plan, {}));
  expect(countsOf(removed)).toEqual({ total: 3, done: 0, blocked: 0, left: 0 });
  expect([leftCountText(0), leftCountText(2)]).toEqual(["", ", 2 not in the plan"]);
});
