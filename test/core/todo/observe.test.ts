import { nothingSpent } from "../../../src/core/cost/ledger.ts";
import { criteriaOf } from "../../../src/core/decide/decide.ts";
import { checkedAt } from "../../../src/core/lane/checked.ts";
import type { SeenFix } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import type { Reason } from "../../../src/core/todo/reasons.ts";
import type { Decision } from "../../../src/core/todo/state.ts";
import { eventText } from "../../../src/core/todo/words.ts";
import { ruleKey } from "../../../src/core/verdict/rules.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";
import { approved, desiredIn, fix, planWith, type Seen, seeing, sha } from "../scene.ts";
import { type Brief, inBrief } from "./brief.ts";

const plan = planWith({ a: [{}] }, { limits: { rounds: 3, attempts: 2 } });
const claim = { run: "run-1", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
const ask = askOf({ cause: "review", title: "Fix it", body: "" });
const working = { status: "working", claim, claimed: sha("c"), base: "main", head: sha("1") } as const;
const released = { claimed: sha("c"), base: "main", head: sha("1") } as const;
const inReview = { ...working, status: "review", claim: null, pull: 1 } as const;
const closed =
  "pull request #1 was closed without merging: open it again, its branch first if that is gone, or skip the todo";

const astray =
  "pull request #1 was merged into p/other, which has not brought it to main: open one from p/00a-a-0 to main, or skip the todo";

const strayed: Reason = {
  ...{ code: "pull-astray", pull: 1, into: "p/other", base: "main", branch: "p/00a-a-0" },
};

const kind = ruleKey("Be kind");

const verifiedBy = (...commands: string[]) =>
  checkedAt(sha("1"), [{ kind: "passed", name: "verify", evidence: { of: "commands", commands } }]);

const approvedBy = (verdict: Partial<Decision>, pull: object = {}): Seen => {
  const given: Decision = {
    commit: sha("1"),
    approved: true,
    round: 1,
    rules: [],
    by: "reviewer",
    person: false,
  };
  return approved("1", { record: { verdict: { ...given, ...verdict } }, pull });
};

const mended = (seen: Seen, more: { fixes?: SeenFix[]; mergeable?: boolean } = {}) => {
  const mergeable = more.mergeable ?? true;
  const evidence = new Map([[1, { mergeable, draft: false, unresolvedThreads: 0 }]]);
  const [one] = desiredIn(plan, seeing(plan, { "a-0": seen }, { fixes: more.fixes ?? [], evidence }));
  return one && { ...inBrief(one.record), why: one.events.flatMap(eventText).join("; ") };
};

test.each<[string, Seen, object]>([
  [
    "a run that was cut off is released",
    { record: working, claim: "interrupted" },
    { status: "pending", claim: null, lost: 1, failed: 0 },
  ],
  [
    "a run that failed is released and counted",
    { record: working, claim: "failed" },
    { status: "pending", claim: null, failed: 1 },
  ],
  [
    "a run that died while it answered goes back to its asks",
    { record: { ...working, asks: [ask] }, claim: "failed" },
    { status: "changes" },
  ],
  [
    "a run that died in its review is reviewed again",
    { record: { ...inReview, claim }, claim: "interrupted", pull: {} },
    { status: "review", claim: null },
  ],
  [
    "the last attempt that fails blocks",
    { record: { ...working, failed: 1 }, claim: "failed" },
    { status: "blocked", failed: 2 },
  ],
  [
    "being cut off again and again blocks at last",
    { record: { ...working, lost: 19 }, claim: "interrupted" },
    { status: "blocked", lost: 20 },
  ],
  [
    "what a live run holds is left alone",
    { record: working, claim: "live", open: false },
    { status: "working", why: "" },
  ],
  ["an issue closed without an approval opens again", { open: false }, { open: true }],
  [
    "an issue closed as not planned stays closed",
    { open: false, notPlanned: true },
    { open: false, notPlanned: true, why: "a person closed it" },
  ],
  [
    "an approved issue that is opened again is reviewed anew",
    approved("1", { open: true }),
    { status: "review", verdict: null },
  ],
  [
    "an approved head that moved is reviewed anew",
    approved("1", { pull: { head: sha("2") } }),
    { status: "review", verdict: { approved: true, commit: sha("1") }, head: sha("2"), open: true },
  ],
  [
    "a head that moved before it was merged is reviewed too",
    approved("1", { pull: { head: sha("2"), state: "merged" } }),
    { status: "review", head: sha("2") },
  ],
  [
    "a merged head that was approved stays approved",
    approved("1", { pull: { state: "merged" } }),
    { status: "approved", why: "" },
  ],
  [
    "why it was skipped is forgotten when it is opened again",
    { record: { skipped: "ada: not needed" } },
    { skipped: null, open: true, status: "pending" },
  ],
  [
    "a push before the review is followed",
    { record: inReview, pull: { head: sha("2") } },
    { status: "review", head: sha("2"), resume: null },
  ],
  [
    "a push that a killed lane never told of is followed",
    { record: released, pull: { head: sha("2"), number: 7 } },
    { status: "pending", head: sha("2"), pull: 7 },
  ],
  [
    "a pull request that was merged before it was told of is reviewed",
    { record: released, pull: { head: sha("2"), number: 7, state: "merged" } },
    { status: "review", head: sha("2"), pull: 7 },
  ],
  [
    "a closed pull request blocks",
    { record: inReview, pull: { state: "closed" } },
    { status: "blocked", blocked: closed, open: true },
  ],
  [
    "an approved pull request that was merged where it leads nowhere blocks",
    approved("1", { pull: { state: "astray", base: "p/other" } }),
    { status: "blocked", blocked: astray, open: true },
  ],
  [
    "a pull request that a person opens instead of it is approved as that was, and is the todo's from then on",
    approved("1", { open: true, record: { status: "blocked", reason: strayed }, pull: { number: 7 } }),
    { status: "approved", blocked: null, pull: 7 },
  ],
  [
    "another pull request of an approved head is the todo's from then on",
    approved("1", { pull: { number: 7 } }),
    { status: "approved", pull: 7 },
  ],
  [
    "a pull request that is opened again is reviewed",
    { record: { ...inReview, status: "blocked", reason: { code: "pull-closed", pull: 1 } }, pull: {} },
    { status: "review", blocked: null },
  ],
  [
    "an approved pull request that is opened again is approved as it was",
    approved("1", { open: true, record: { status: "blocked", reason: { code: "pull-closed", pull: 1 } } }),
    { status: "approved", blocked: null, open: false },
  ],
  [
    "a skipped todo's closed pull request is nobody's concern",
    { record: inReview, pull: { state: "closed" }, open: false, notPlanned: true },
    { status: "review", open: false, why: "a person closed it" },
  ],
  [
    "more work on what is merged begins anew",
    { record: { ...inReview, status: "changes", asks: [ask] }, pull: { state: "merged" } },
    { status: "changes", head: null, pull: null, base: null },
  ],
  [
    "a record that the plan contradicts follows the plan",
    { record: { phase: 7 } },
    { phase: 0, why: "the plan was edited" },
  ],
  [
    "a todo that is in the plan again opens again",
    { record: { removed: true }, open: false, notPlanned: true },
    { removed: false, open: true },
  ],
  [
    "a claim of which nothing is known yet is left alone",
    { record: working },
    { status: "working", claim, why: "" },
  ],
  [
    "what was merged after it was sent back, at another head, is reviewed",
    { record: { ...inReview, status: "changes", asks: [ask] }, pull: { head: sha("2"), state: "merged" } },
    { status: "review", head: sha("2"), pull: 1 },
  ],
  [
    "what was merged after it was sent back, in another pull request, begins anew",
    { record: { ...inReview, status: "changes" }, pull: { head: sha("2"), number: 7, state: "merged" } },
    { status: "changes", head: null, pull: null },
  ],
  [
    "a push before it was merged, in its review, is followed",
    { record: inReview, pull: { head: sha("2"), state: "merged" } },
    { status: "review", head: sha("2"), why: "#1 was pushed to" },
  ],
  [
    "a pull request of a branch that nobody has begun is nobody's yet",
    { pull: { head: sha("2"), number: 7 } },
    { head: null, pull: null, why: "" },
  ],
  [
    "a pull request at the head where its lane was cut off is left to its next lane",
    { record: released, pull: { number: 7 } },
    { head: sha("1"), pull: null, why: "" },
  ],
  [
    "what waits for another reason is not told of its closed pull request",
    {
      record: { ...inReview, status: "blocked", reason: { code: "agent-asks", said: "no key" } },
      pull: { state: "closed" },
    },
    { blocked: "the agent asks for a person: no key", why: "" },
  ],
  [
    "runs that ended without a result are counted together",
    { record: { ...released, failed: 2, lost: 1 } },
    { status: "blocked", blocked: "3 runs ended without a result: look at the logs, then retry" },
  ],
])("%s", (_, seen, expected) => {
  expect(mended(seen)).toMatchObject(expected);
});

test.each<[string, object, Seen, string]>([
  ["a rule is new", { rules: ["Be kind", "Be brief"] }, approvedBy({ rules: [kind] }), "review"],
  ["a rule was worded anew", { rules: ["Be very kind"] }, approvedBy({ rules: [kind] }), "review"],
  ["a rule went", { rules: [] }, approvedBy({ rules: [kind] }), "approved"],
  ["a rule is new, but a person approved", { rules: ["Be brief"] }, approvedBy({ person: true }), "approved"],
  ["a rule is new, and it is merged", { rules: ["Be kind"] }, approvedBy({}, { state: "merged" }), "review"],
  [
    "a command is new",
    { verify: ["test", "lint"] },
    approved("1", { record: { checked: verifiedBy("test") } }),
    "review",
  ],
  [
    "a command went",
    { verify: ["lint"] },
    approved("1", { record: { checked: verifiedBy("test", "lint") } }),
    "approved",
  ],
  [
    "a person approved what nothing had verified",
    { verify: ["test"] },
    approvedBy({ person: true }),
    "review",
  ],
])(
  "where %s, an approved todo is reviewed again only if it no longer proves what the plan wants",
  (_, more, seen, status) => {
    const now = planWith({ a: [{}] }, more);
    const [one] = desiredIn(now, seeing(now, { "a-0": seen }));
    expect(one?.record.state.status).toBe(status);
    const by = "verify" in more ? "checks" : "rules";
    expect(one?.events).toEqual(status === "review" ? [{ type: "outdated", by }] : []);
  },
);

test("a person's fix sends an approved or blocked todo back, once", () => {
  const asked = (record: Brief) => {
    const fixes = [fix("a-0", { cause: "person", round: 1 })];
    const one = mended(approved("1", { record }), { fixes });
    return (
      one && { status: one.status, isApproved: one.verdict?.approved, open: one.open, takenUp: one.takenUp }
    );
  };
  const key = "0".repeat(16);
  const back = { status: "changes", isApproved: false, open: true, takenUp: [key] };
  expect(asked({})).toEqual(back);
  expect(asked({ status: "blocked" })).toEqual(back);
  expect(asked({ takenUp: [key] })).toEqual({
    status: "approved",
    isApproved: true,
    open: false,
    takenUp: [key],
  });
});

test("a conflict sends an approved todo back with the new todos that its review asked for", () => {
  const asks = [askOf({ kind: "todo", cause: "review", title: "Test it", body: "" })];
  const back = mended(approved("1", { record: { asks } }), { mergeable: false });
  expect(back?.asks.map(({ kind, cause }) => `${kind} ${cause}`)).toEqual(["fix conflict", "todo review"]);
});

test("a conflict sends an approved todo back, and blocks it when its rounds are used up", () => {
  const conflict = { mergeable: false };
  expect(mended(approved("1"), conflict)).toMatchObject({ status: "changes", asks: [{ cause: "conflict" }] });
  expect(mended(approved("1", { record: { rounds: 3 } }), conflict)).toMatchObject({ status: "blocked" });
});

test("a todo that the plan no longer has is closed when nobody has begun it, and else left", () => {
  const without = { ...plan, bodies: plan.bodies.map((body) => ({ ...body, todos: [] })) };
  const left = (seen: Seen) => desiredIn(without, seeing(plan, { "a-0": seen }))[0];
  expect(left({})).toMatchObject({ origin: "orphan", record: { state: { status: "removed" } } });
  expect(left({ record: inReview, pull: {} })).toMatchObject({
    origin: "orphan",
    record: { state: { status: "review" } },
    events: [],
  });
});

test.each<[string, Seen, object]>([
  [
    "a person closes it, whatever they call that",
    { record: inReview, pull: {}, open: false },
    { open: false, notPlanned: true },
  ],
  ["it is approved", approved("1"), { open: false, notPlanned: false }],
])("a begun todo that the plan no longer has does not count any more when %s", (_, seen, expected) => {
  const without = { ...plan, bodies: plan.bodies.map((body) => ({ ...body, todos: [] })) };
  const snapshot = seeing(plan, { "a-0": seen });
  const [one] = desiredIn(without, snapshot);
  expect(one && inBrief(one.record)).toMatchObject({ ...expected, removed: true });
  expect(criteriaOf(desiredState(without, snapshot))[0]).toMatchObject({ name: "todos", ok: true });
});

test("a todo that no longer counted counts again when the plan has it back or a person opens it", () => {
  const removed = approved("1", { record: { removed: true } });
  expect(mended(removed)).toMatchObject({ status: "approved", removed: false, open: false });
  const without = { ...plan, bodies: plan.bodies.map((body) => ({ ...body, todos: [] })) };
  const [opened] = desiredIn(without, seeing(plan, { "a-0": { ...removed, open: true } }));
  expect(opened && inBrief(opened.record)).toMatchObject({ open: true, removed: false });
});

test("a chain of follow-ups stops at the limit of rounds, and goes on when a person approves it", () => {
  const asks = [askOf({ kind: "todo", cause: "review", title: "Test it", body: "" })];
  const last = (person: boolean) => {
    const { record, ...seen } = approvedBy({ person });
    const short = planWith({ a: [{}] }, { limits: { rounds: 1 } });
    const chained = { ...seen, record: { ...record, asks, from: { todo: "a", key: "k" } } };
    return desiredIn(short, seeing(short, { "a-0": chained }))[0]?.record.state.status;
  };
  expect([last(false), last(true)]).toEqual(["blocked", "approved"]);
});

test("a merged pull request has no conflict, whatever the forge says of it", () => {
  const seen = approved("1", { pull: { state: "merged" } });
  expect(mended(seen, { mergeable: false })).toMatchObject({ status: "approved", why: "" });
});

const spentOf = (usd: number, assumedUsd = 0) => ({ ...nothingSpent, runs: 1, usd, assumedUsd });

test.each<[string, Brief, object]>([
  ["over its dollars", { ...released, spent: spentOf(5.01) }, { code: "over-budget", most: 5, spent: 5.01 }],
  ["at none of its limits", { ...released, spent: spentOf(4) }, {}],
  [
    "over them by what is assumed",
    { ...released, spent: spentOf(4, 1) },
    { code: "over-budget", most: 5, spent: 5 },
  ],
  ["over its dollars, but done", { ...approved("1").record, spent: spentOf(6) }, {}],
])("a todo %s is blocked by its budget alone", (_, record, reason) => {
  const poor = planWith({ a: [{}] }, { limits: { todoUsd: 5 } });
  const seen = { ...approved("1"), open: record.status !== "approved", record };
  const [one] = desiredIn(poor, seeing(poor, { "a-0": record.status ? seen : { record } }));
  expect(one?.events).toEqual(
    "code" in reason ? [{ type: "budget-spent", reason: { limit: "todoUsd", ...reason } }] : [],
  );
});

test("what a todo needs is in its record from the first, and follows the plan", () => {
  const later = planWith({ a: [{}, {}], b: [{ needs: ["a-0"] }] });
  const needs = (seen: Record<string, Seen>) =>
    desiredIn(later, seeing(later, seen)).map(({ record }) => record.needs);
  expect(needs({})).toEqual([[], [], ["a-0"]]);
  const edited = seeing(later, { "b-0": {} });
  const [seen] = edited.todos.values();
  if (!seen) throw new Error("it was seen");
  const todos = new Map([["b-0", { ...seen, record: { ...seen.record, needs: [] } }]]);
  expect(desiredIn(later, { ...edited, todos }).at(-1)?.record.needs).toEqual(["a-0"]);
});

test.each<[string, Seen, string]>([
  ["closed as not planned is skipped", { open: false, notPlanned: true }, "skipped"],
  ["closed as completed is at work", { open: false }, "working"],
  ["opened again is at work", { notPlanned: true }, "working"],
  [
    "taken out of the plan stays so",
    { record: { ...working, removed: true }, open: false, notPlanned: true },
    "removed",
  ],
])("what a run holds, and a person has %s, as long as it does", (_, seen, status) => {
  const [one] = desiredIn(plan, seeing(plan, { "a-0": { record: working, claim: "live", ...seen } }));
  expect(one).toMatchObject({ held: true, events: [], record: { state: { status } } });
});
