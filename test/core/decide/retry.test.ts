import { retryChanges } from "../../../src/core/decide/retry.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { planWith, seeing } from "../scene.ts";

const plan = planWith({ a: [{}], b: [{}], c: [{}] });
const seen = seeing(plan, {
  "a-0": { record: { status: "blocked" } },
  "b-0": { record: { status: "blocked" }, claim: "live" },
  "c-0": {},
});

test("all that waits for a person is retried, but for what a run holds", () => {
  expect(retryChanges(desiredState(plan, seen))).toEqual([
    expect.objectContaining({
      ...{ type: "write-todo", why: "a person asked for a retry", todo: "a-0", number: 100 },
      issue: expect.objectContaining({ record: expect.objectContaining({ state: { status: "pending" } }) }),
    }),
  ]);
});
