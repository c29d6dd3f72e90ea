import { merges } from "../../../src/core/decide/merges.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { cutsOf, lastPartsIn, mayBeCut, partsBefore } from "../../../src/core/todo/parts.ts";
import { newRecord, type TodoRecord } from "../../../src/core/todo/record.ts";
import { approved, planWith, seeing } from "../scene.ts";

const part = (todo: string, of: string, [at, all, cut]: readonly [number, number, number]) => ({
  ...{ todo, from: { todo: of, key: todo }, part: { at, of: all, cut } },
});

/** `a` was cut into three, its first part again into two, and its last part, `a-3`, into two. */
const records = [
  ...[part("a-2", "a", [2, 3, 1]), part("a-3", "a", [3, 3, 1])],
  ...[part("a-again-2", "a", [2, 2, 2]), part("a-3-2", "a-3", [2, 2, 1])],
];
const last = lastPartsIn(records);

test.each([
  ["somebody else", null, "a", ["a-3", "a-3-2"]],
  ["its own next part", records[0] ?? null, "a", ["a-again-2"]],
  ["the part that was cut out of it later", records[2] ?? null, "a", []],
  ["the part of a part", records[3] ?? null, "a-3", []],
  ["somebody else who needs a part", null, "a-2", []],
])("%s comes after the last part of what it needs", (_, one, after, parts) => {
  expect(partsBefore(one, { after, last })).toEqual(parts);
});

test("a todo may be cut as long as there are orders, however often an earlier version says that was", () => {
  const record = newRecord({
    ...{ plan: "p", todo: "a", body: "b", order: "00a", branch: "t", phase: 0, needs: [], from: null },
  });
  const first = { ...record, part: { at: 1, of: 4, cut: 1 } };
  expect([cutsOf(record), cutsOf(first), cutsOf({ ...first, cuts: 2 })]).toEqual([0, 1, 2]);
  expect([mayBeCut(record), mayBeCut({ ...first, cuts: 4 })]).toEqual([true, false]);
});

test("what rests on a branch that was cut again rests on the last of the new parts", () => {
  const plan = planWith({ b: [{ todo: "a" }, { todo: "next" }] });
  const seen = seeing(plan, {
    a: approved("1"),
    next: approved("2", { record: { base: plan.bodies[0]?.todos[0]?.branch ?? "" } }),
  });
  const whole = seen.todos.get("a");
  if (!whole) throw new Error("it is not there");
  const record: TodoRecord = {
    ...whole.record,
    ...part("a-2", "a", [2, 2, 1]),
    ...{ order: "00b", branch: "part", pull: 9, needs: ["a"], base: whole.record.branch },
  };
  const pull = { number: 9, branch: "part", head: record.head ?? "", title: "", state: "open" } as const;
  const snapshot = {
    ...seen,
    todos: new Map([...seen.todos, ["a-2", { ...whole, record }]]),
    pulls: new Map([...seen.pulls, ["part", { ...pull, base: whole.record.branch }]]),
  };
  const { todos } = desiredState(plan, snapshot);
  const moved = merges(todos, plan, { mayMerge: false, methods: null });
  expect(moved.changes).toMatchObject([{ type: "retarget", todo: "next", base: "part" }, { type: "judge" }]);
});
