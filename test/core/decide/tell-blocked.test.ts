import { tellBlocked } from "../../../src/core/decide/tell-blocked.ts";
import { blockedText } from "../../../src/core/todo/blocked.ts";
import { desiredIn, planWith, seeing } from "../scene.ts";

const plan = planWith({ a: [{}], b: [{}], c: [{}] });
const blocked = { status: "blocked", reason: { code: "runs-ended", runs: 20 } } as const;

test("why a todo waits is told on its issue once, and not while a run holds it", () => {
  const seen = { "a-0": { record: blocked }, "b-0": { record: blocked, claim: "live" }, "c-0": {} } as const;
  const { todos, changes } = tellBlocked(desiredIn(plan, seeing(plan, seen)));
  const [first] = todos;
  if (!first) throw new Error("the plan has it");
  expect(changes).toEqual([
    {
      ...{ type: "tell", why: "it waits for a person", todo: "a-0", issue: 100, name: "blocked 1" },
      text: blockedText(first.record),
    },
  ]);
  expect(todos.map(({ record }) => record.told.times)).toEqual([1, 0, 0]);
  expect(tellBlocked(todos)).toEqual({ todos, changes: [] });
});
