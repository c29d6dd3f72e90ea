import { worksOf } from "../../../src/core/snapshot/work.ts";
import { planWith, type Seen, seeing, sha } from "../scene.ts";

const before = planWith({ a: [{}, {}], b: [{}] });
const begun: Seen = { record: { claimed: sha("c") } };

/** Each todo with its order and branch, when the plan is edited after these were seen. */
const placed = (edited: ReturnType<typeof planWith>, seen: Readonly<Record<string, Seen>>) =>
  worksOf(edited, seeing(before, seen)).map(({ todo }) => `${todo.id} ${todo.order} ${todo.branch}`);

test("a todo added before a begun one takes the next order that is free, and a branch of that order", () => {
  const edited = planWith({ a: [{ todo: "new" }, { todo: "a-0" }], b: [{}] });
  expect(placed(edited, { "a-0": begun })).toEqual([
    "new 00c p/00c-new",
    "a-0 00a p/00a-a-0",
    "b-0 00b p/00b-b-0",
  ]);
});

test("a todo that takes the place of a begun one that is gone does not take its order", () => {
  const edited = planWith({ a: [{ todo: "new" }], b: [{}] });
  expect(placed(edited, { "a-0": begun })).toEqual([
    "new 00c p/00c-new",
    "b-0 00b p/00b-b-0",
    "a-0 00a p/00a-a-0",
  ]);
});

test("todos that nobody has begun follow the plan", () => {
  const edited = planWith({ a: [{ todo: "new" }, { todo: "a-0" }], b: [{}] });
  expect(placed(edited, { "a-0": {} })).toEqual([
    "new 00a p/00a-new",
    "a-0 01a p/01a-a-0",
    "b-0 00b p/00b-b-0",
  ]);
});
