import type { Reason } from "../../../src/core/todo/reasons.ts";
import { decisionOn, shortened, type TodoState, type WantedState } from "../../../src/core/todo/state.ts";

const long = "x".repeat(100);
const short = expect.stringMatching(/^.{1,20}$/s);
const blocked = (reason: Reason): WantedState => ({ status: "blocked", reason, verdict: null });
const asks = blocked({ code: "agent-asks", said: long });
const failed = blocked({ code: "attempts-failed", attempts: 2, last: { kind: "unchanged", said: long } });
const cut = { status: "blocked", reason: { code: "agent-asks", said: short }, verdict: null };

test.each<[string, TodoState, object]>([
  ["an agent", asks, cut],
  [
    "a failure",
    failed,
    { ...failed, reason: { code: "attempts-failed", attempts: 2, last: { kind: "unchanged", said: short } } },
  ],
  [
    "an agent, though it is skipped",
    { status: "skipped", why: null, before: asks },
    { status: "skipped", why: null, before: cut },
  ],
  ["an agent, though it is removed", { status: "removed", before: asks }, { status: "removed", before: cut }],
])("a state that has no room quotes less of %s", (_, state, expected) => {
  expect(shortened(state, 20)).toEqual(expected);
});

test.each<TodoState>([
  blocked({ code: "branch-taken", branch: "a" }),
  { status: "changes", verdict: null },
  { status: "skipped", why: long, before: { status: "ready" } },
])("a state that quotes nobody stays as it is: %j", (state) => {
  expect(shortened(state, 20)).toEqual(state);
});

test.each<TodoState>([
  { status: "pending" },
  { status: "ready" },
  { status: "removed", before: { status: "pending" } },
])("nothing was decided yet about what is %j", (state) => {
  expect(decisionOn(state)).toBeNull();
});
