import type { Plan } from "../../../src/core/plan/plan.ts";
import { criteria } from "../../../src/core/report/criteria.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { approved, fix, planWith, type Seen, seeing, sha, wantedIn } from "../scene.ts";

const bodies = { a: [{}, {}] };
const plan = planWith(bodies);
const read = (mergeable: boolean | null, unresolvedThreads = 0) =>
  new Map([1, 2].map((number) => [number, { mergeable, unresolvedThreads }]));
const done = { "a-0": approved("1"), "a-1": approved("2") };

const unmet = (plan: Plan, seen: Readonly<Record<string, Seen>>, more: Partial<Snapshot> = {}) => {
  const snapshot = seeing(plan, seen, { evidence: read(true), ...more });
  return criteria(wantedIn(plan, snapshot), plan, snapshot).flatMap(({ name, ok, evidence }) =>
    ok ? [] : [`${name}: ${evidence}`],
  );
};

test("all six hold when everything is approved, mergeable and closed, each with its evidence", () => {
  const snapshot = seeing(plan, done, { evidence: read(true) });
  const held = criteria(wantedIn(plan, snapshot), plan, snapshot);
  expect(held.map(({ ok }) => ok)).toEqual(Array(6).fill(true));
  expect(held.map(({ evidence }) => evidence)).toMatchObject([
    "2 of 2 todos are closed as completed",
    "00a at 0000000000, 01a at 0000000000",
    "in submission order: 00a #1 open, 01a #2 open",
    "0 rules confirmed by each of 2 verdicts",
    "passed at each head: size",
    expect.stringContaining("no review thread is unresolved"),
  ]);
});

test("a skipped todo is said, and asks for nothing else", () => {
  const skipped = { ...done, "a-1": { open: false, notPlanned: true } };
  expect(unmet(plan, skipped)).toEqual([]);
});

const ruled = planWith(bodies, { rules: ["Be kind"] });
const verified = planWith(bodies, { verify: ["npm test"] });
const unapproved = { record: { verdict: { ...verdictOf("2"), approved: false } } };

test.each<[string, Plan, Readonly<Record<string, Seen>>, Partial<Snapshot>, string]>([
  ["a todo is open", plan, { ...done, "a-1": {} }, {}, "todos: not closed: 01a"],
  [
    "a head has no approval",
    plan,
    { ...done, "a-1": approved("2", unapproved) },
    {},
    "verdicts: no verdict for the head of: 01a",
  ],
  [
    "a pull request cannot be merged",
    plan,
    { "a-0": approved("1"), "a-1": {} },
    { evidence: read(null) },
    "pulls: neither merged nor mergeable: 00a, 01a",
  ],
  [
    "nobody has looked whether its pull requests can be merged",
    plan,
    done,
    { evidence: null },
    "pulls: whether they can be merged is read when all todos are done",
  ],
  [
    "the plan merges, and one is not merged",
    { ...plan, merge: "auto" },
    { "a-0": approved("1", { pull: { state: "merged" } }), "a-1": approved("2") },
    {},
    "pulls: neither merged nor mergeable: 01a",
  ],
  ["a rule is not confirmed", ruled, done, {}, "rules: not every rule is confirmed for: 00a, 01a"],
  ["a check did not run at the head", verified, done, {}, "checks: not passed: 00a, 01a"],
  ["a follow-up is open", plan, done, { fixes: [fix("a-1")] }, "follow-ups: open: #500"],
  [
    "a thread is unresolved",
    plan,
    done,
    { evidence: read(true, 2) },
    "follow-ups: open: 2 threads of #1, 2 threads of #2",
  ],
])("a milestone stays open when %s", (_, plan, seen, more, expected) => {
  expect(unmet(plan, seen, more)).toContain(expected);
});

function verdictOf(head: string) {
  return { commit: sha(head), approved: true, round: 1, rules: 0, by: "reviewer", person: false };
}
