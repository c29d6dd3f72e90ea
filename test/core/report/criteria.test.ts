import type { Plan } from "../../../src/core/plan/plan.ts";
import { criteria } from "../../../src/core/report/criteria.ts";
import { trackingText } from "../../../src/core/report/tracking-text.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { withMerged } from "../../../src/core/todo/desired-state.ts";
import { ruleKey } from "../../../src/core/verdict/rules.ts";
import { approved, desiredIn, fix, planWith, type Seen, seeing, sha } from "../scene.ts";

const bodies = { a: [{}, {}] };
const plan = planWith(bodies);
const read = (mergeable: boolean | null, unresolvedThreads = 0, draft = false) =>
  new Map([1, 2].map((number) => [number, { mergeable, draft, unresolvedThreads }]));
const done = { "a-0": approved("1"), "a-1": approved("2") };

const kind = ruleKey("Be kind");
const trackingIn = (plan: Plan, snapshot: Snapshot): string =>
  trackingText(desiredIn(plan, snapshot), { plan, record: newTracking("p", new Date(0)), ended: null });

const unmet = (plan: Plan, seen: Readonly<Record<string, Seen>>, more: Partial<Snapshot> = {}) => {
  const snapshot = seeing(plan, seen, { evidence: read(true), ...more });
  return criteria(desiredIn(plan, snapshot), plan, snapshot).flatMap(({ name, ok, evidence }) =>
    ok ? [] : [`${name}: ${evidence}`],
  );
};

test("all six hold when everything is approved, mergeable and closed, each with its evidence", () => {
  const snapshot = seeing(plan, done, { evidence: read(true) });
  const held = criteria(desiredIn(plan, snapshot), plan, snapshot);
  expect(held.map(({ ok }) => ok)).toEqual(Array(6).fill(true));
  expect(held.map(({ evidence }) => evidence)).toMatchObject([
    "2 of 2 todos are closed as completed",
    "00a at 0000000000, 01a at 0000000000",
    "in submission order: 00a #1 open, 01a #2 open",
    "the plan has no rules",
    "passed at each head: size",
    expect.stringContaining("no review thread is unresolved"),
  ]);
});

test("what a run merged itself is merged for the criteria that it tells", () => {
  const auto: Plan = { ...plan, merge: "auto" };
  const snapshot = seeing(auto, done);
  const desired = { plan: auto, snapshot, todos: desiredIn(auto, snapshot) };
  const pulls = (merged: readonly number[]) =>
    criteria(withMerged(desired, new Set(merged)).todos, auto, snapshot).find(({ name }) => name === "pulls");
  expect(pulls([])).toMatchObject({ ok: false, evidence: "neither merged nor mergeable: 00a, 01a" });
  expect(pulls([1, 2])).toMatchObject({
    ok: true,
    evidence: "in submission order: 00a #1 merged, 01a #2 merged",
  });
});

test.each<[string, string | null, string]>([
  ["who and why", "ada: not needed", "01a (ada: not needed)"],
  ["that its issue was closed", null, "01a (its issue was closed as not planned)"],
])("a skipped todo is said with %s, and asks for nothing else", (_, skipped, said) => {
  const seen = {
    ...done,
    "a-1": { open: false, notPlanned: true, record: skipped === null ? {} : { skipped } },
  };
  expect(unmet(plan, seen)).toEqual([]);
  const snapshot = seeing(plan, seen);
  expect(criteria(desiredIn(plan, snapshot), plan, snapshot)[0]?.evidence).toBe(
    `1 of 2 todos are closed as completed; skipped by a person: ${said}`,
  );
  expect(trackingIn(plan, snapshot)).toContain(skipped ?? "skipped");
});

test.each<[string, number, object, string[]]>([
  [
    "one todo with one rule",
    1,
    { rules: [kind] },
    ["1 of 1 todo is closed as completed", "1 rule confirmed by the verdict"],
  ],
  [
    "two todos with one rule",
    2,
    { rules: [kind] },
    ["2 of 2 todos are closed as completed", "1 rule confirmed by each of 2 verdicts"],
  ],
  [
    "a person's approval",
    1,
    { rules: [], by: "ada", person: true },
    [
      "1 of 1 todo is closed as completed",
      "there is no reviewer's verdict to confirm 1 rule; approved by people: 00a by ada",
    ],
  ],
])("the evidence reads well for %s", (_, many, verdict, expected) => {
  const few = planWith({ a: Array.from({ length: many }, () => ({})) }, { rules: ["Be kind"] });
  const seen = Object.fromEntries(
    ["1", "2"].map((head, at) => [
      `a-${at}`,
      approved(head, { record: { verdict: { ...verdictOf(head), ...verdict } } }),
    ]),
  );
  const snapshot = seeing(few, seen, { evidence: read(true) });
  const [todos, , , rules] = criteria(desiredIn(few, snapshot), few, snapshot);
  expect([todos?.evidence, rules?.evidence]).toEqual(expected);
});

test.each<[string, Plan, Readonly<Record<string, Seen>>, Partial<Snapshot>, string]>([
  ["a todo is open", plan, { ...done, "a-1": {} }, {}, "todos: not closed: 01a"],
  [
    "a head has no approval",
    plan,
    { ...done, "a-1": { record: { status: "review", claimed: sha("c") } } },
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
    "a person made drafts of its pull requests",
    plan,
    done,
    { evidence: read(true, 0, true) },
    "pulls: neither merged nor mergeable: 00a (#1 is a draft), 01a (#2 is a draft)",
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
  [
    "a rule is not confirmed",
    planWith(bodies, { rules: ["Be kind"] }),
    done,
    {},
    "rules: not every rule is confirmed for: 00a, 01a",
  ],
  [
    "a check did not run at the head",
    planWith(bodies, { verify: ["npm test"] }),
    done,
    {},
    "checks: not passed: 00a, 01a",
  ],
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

const verdictOf = (head: string) => ({
  commit: sha(head),
  approved: true,
  round: 1,
  rules: [],
  by: "reviewer",
  person: false,
});
