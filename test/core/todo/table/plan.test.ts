import type { TodoEvent } from "../../../../src/core/todo/event.ts";
import { newRecord } from "../../../../src/core/todo/record.ts";
import { type WantedStatus, wantedStatuses } from "../../../../src/core/todo/state.ts";
import { transition } from "../../../../src/core/todo/transition.ts";
import { sha } from "../../scene.ts";
import { type Brief, inBrief, withBrief } from "../brief.ts";

const fresh = newRecord({
  ...{ plan: "p", todo: "a-0", body: "a", order: "00a", branch: "b", phase: 0, needs: [], from: null },
});
const verdict = { commit: sha("1"), approved: false, round: 1, rules: [], by: "reviewer", person: false };
const approval = { ...verdict, approved: true };
const after = (told: Brief, event: TodoEvent) =>
  inBrief(transition(withBrief(fresh, { verdict, ...told }), event));
const judged = (status: WantedStatus) => (status === "pending" || status === "ready" ? null : verdict);

const deep: TodoEvent = { type: "follow-ups-exceeded", reason: { code: "follow-ups-deep", rounds: 5 } };
const reason = { code: "follow-ups-deep", rounds: 5 } as const;
const spent: TodoEvent = {
  ...{ type: "budget-spent", reason: { code: "over-budget", limit: "todoUsd", most: 5, spent: 5.2 } },
};

test.each<[string, Brief, TodoEvent, object]>([
  ["can start", { status: "pending" }, { type: "freed" }, { status: "ready" }],
  ["can start no more", { status: "ready" }, { type: "held-up" }, { status: "pending" }],
  ...(["review", "changes", "blocked"] as const).map((status): [string, Brief, TodoEvent, object] => [
    `asks for too much, from ${status}`,
    { status },
    deep,
    { status: "blocked", verdict, blocked: expect.stringMatching(/^follow-ups came one out of the other/) },
  ]),
  [
    "asks for too much, though approved",
    { status: "approved" },
    deep,
    { status: "blocked", verdict: approval },
  ],
  [
    "may have what it asks for, and was approved",
    { status: "blocked", reason, verdict: approval },
    { type: "follow-ups-allowed" },
    { status: "approved", verdict: approval },
  ],
  [
    "may have what it asks for, and was sent back",
    { status: "blocked", reason },
    { type: "follow-ups-allowed" },
    { status: "changes", verdict },
  ],
  [
    "may have what it asks for, and was never judged",
    { status: "blocked", reason, verdict: null },
    { type: "follow-ups-allowed" },
    { status: "changes", verdict: null },
  ],
  ...(["pending", "ready", "working", "review", "changes"] as const).map(
    (status): [string, Brief, TodoEvent, object] => [
      `took too much, from ${status}`,
      { status },
      spent,
      { status: "blocked", verdict: judged(status), blocked: expect.stringMatching(/^it took \$5\.20/) },
    ],
  ),
  [
    "proves what the plan wanted before",
    { status: "approved" },
    { type: "outdated", by: "rules" },
    { status: "review", verdict: null, claim: null },
  ],
])("a todo that %s", (_, told, event, expected) => {
  expect(after(told, event)).toMatchObject(expected);
});

test.each(wantedStatuses)("a todo that leaves the plan as %s comes back as that", (status) => {
  const before = withBrief(fresh, { status, verdict });
  const left = transition(before, { type: "removed" });
  expect(left.state).toEqual({ status: "removed", before: before.state });
  expect(transition(left, { type: "restored" })).toEqual(before);
  const skipped = transition(before, { type: "skipped", why: "ada: no" });
  expect(transition(transition(skipped, { type: "removed" }), { type: "restored" })).toEqual(before);
});
