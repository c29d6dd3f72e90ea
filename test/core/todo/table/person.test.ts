import { askChanges } from "../../../../src/core/command/changes.ts";
import { decide, verdictChanges } from "../../../../src/core/decide/decide.ts";
import type { PersonReview } from "../../../../src/core/snapshot/snapshot.ts";
import type { DesiredTodo } from "../../../../src/core/todo/desired.ts";
import { desiredState } from "../../../../src/core/todo/desired-state.ts";
import type { TodoEvent } from "../../../../src/core/todo/event.ts";
import type { Reason } from "../../../../src/core/todo/reasons.ts";
import { newRecord, type TodoRecord } from "../../../../src/core/todo/record.ts";
import type { Decision } from "../../../../src/core/todo/state.ts";
import { transition } from "../../../../src/core/todo/transition.ts";
import { askOf } from "../../../../src/core/verdict/verdict.ts";
import { approved, desiredIn, planWith, type Seen, seeing, sha } from "../../scene.ts";
import { type Brief, inBrief, withBrief } from "../brief.ts";

const fixAsk = askOf({ cause: "review", title: "Mend it", body: "There." });
const todoAsk = askOf({ kind: "todo", cause: "review", title: "Test it", body: "" });
const finding = {
  ...{ key: "0".repeat(16), path: "a.ts", line: 1, text: "Why?" },
  ...{ first: 1, seen: 3, running: 3, open: true },
};
const verdict = { commit: sha("1"), approved: false, round: 2, rules: [], by: "reviewer", person: false };

/** Blocked after two rounds, with all that a decision may take back. */
const usedUp: Reason = { code: "rounds-used-up", rounds: 2, objections: [], more: 0 };
const briefly: Brief = {
  ...{ status: "blocked", reason: usedUp, claimed: sha("c"), base: "main", head: sha("1"), pull: 1 },
  ...{ rounds: 2, forgiven: 0, failed: 2, lost: 5, resume: sha("d"), granted: ["y"] },
  ...{ verdict, asks: [fixAsk, todoAsk], findings: [finding] },
};
const fresh = newRecord({
  ...{ plan: "p", todo: "a-0", body: "a", order: "00a", branch: "b", phase: 0, needs: [], from: null },
});
const stuckWith = (more: Brief = {}): TodoRecord => withBrief(fresh, { ...briefly, ...more });
const stuck = stuckWith();
const retried = (record: TodoRecord) => inBrief(transition(record, { type: "retried", by: "ada" }));

test("an approval ends what was asked and counted, keeps new todos, and is the person's", () => {
  const event = { type: "approved", by: "ada", head: sha("2"), keys: [] } as const;
  expect(inBrief(transition(stuck, event))).toEqual({
    ...{ ...inBrief(stuck), open: false },
    ...{ status: "approved", blocked: null, failed: 0, lost: 0, resume: null, head: sha("2") },
    ...{ rounds: 3, forgiven: 1, asks: [todoAsk], findings: [{ ...finding, running: 0, open: false }] },
    verdict: { commit: sha("2"), approved: true, round: 3, rules: [], by: "ada", person: true },
  });
});

test("a retry gives attempts and rounds anew, and forgets no ask and no finding", () => {
  const again = {
    ...inBrief(stuck),
    ...{ status: "changes", blocked: null, failed: 0, lost: 0, forgiven: 2 },
    findings: [{ ...finding, running: 0 }],
  };
  expect(retried(stuck)).toEqual(again);
  expect(retried(stuckWith({ asks: [] }))).toEqual({ ...again, asks: [] });
  expect(retried(stuckWith({ asks: [], head: sha("2") })).status).toBe("review");
  expect(retried(stuckWith({ asks: [], pull: null, rounds: 0 })).status).toBe("pending");
});

test.each<[string, Brief, number, object]>([
  ["lets go on what its rounds had blocked", {}, 5, { status: "changes", blocked: null, forgiven: 3 }],
  ["leaves blocked what has no round left", {}, 2, { status: "blocked", forgiven: 0 }],
  [
    "leaves blocked what something else had blocked",
    { reason: { code: "runs-ended", runs: 2 } },
    5,
    { status: "blocked", forgiven: 3 },
  ],
  ["changes the limit of what goes on", { status: "changes" }, 1, { forgiven: -1, failed: 2 }],
])("another number of rounds %s", (_, more, rounds, expected) => {
  const event = { type: "given-rounds", by: "ada", rounds, limit: 2 } as const;
  expect(inBrief(transition(stuckWith(more), event))).toMatchObject(expected);
});

test("a wish becomes a fix of the round that does not know of it yet", () => {
  const wish = { what: " Say it in cents\nand in words", by: "ada", issue: 7 };
  const fix = askChanges(stuck, wish);
  expect(fix).toMatchObject({ type: "create-fix", todo: "a-0", title: "Say it in cents" });
  expect(fix.text).toContain("#7, in pull request #1");
  const { key } = fix.record;
  expect(fix.record).toEqual({ v: 1, kind: "fix", plan: "p", todo: "a-0", key, cause: "person", round: 2 });
  const claim = { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
  expect(askChanges(stuckWith({ status: "working", claim }), wish).record.round).toBe(3);
  expect(askChanges(stuck, { ...wish, what: " \n" }).title).toBe("Change it");
});

const plan = planWith({ a: [{}] });
const theirs = { commit: sha("1"), approved: true, round: 2, rules: [], by: "ada", person: true };
const mine = { ...theirs, by: "reviewer", person: false };

test.each<[string, Decision | null, Decision | null, Seen, string | null]>([
  ["a person's approval", null, theirs, {}, "ada approved it"],
  ["a person's approval over a refusal", { ...mine, approved: false }, theirs, {}, "ada approved it"],
  ["an approval taken back", mine, { ...mine, approved: false }, {}, "a person asked for changes"],
  ["the reviewer's approval", null, mine, {}, null],
  ["a refusal after a refusal", { ...mine, approved: false }, { ...theirs, approved: false }, {}, null],
  ["an approval that is gone", mine, null, {}, null],
  ["what a run holds", null, theirs, { claim: "live" }, null],
])("of verdicts, %s is told on the pull request as it should be", (_, before, now, seen, why) => {
  const record: Brief = { status: "changes", verdict: before, takenUp: ["1".repeat(16)] };
  const [one] = desiredIn(plan, seeing(plan, { "a-0": approved("1", { ...seen, record, open: true }) }));
  if (!one?.seen) throw new Error("the plan has a todo");
  const told = (todo: DesiredTodo) => verdictChanges(todo);
  const decidedNow = { ...one, record: withBrief(one.seen.record, { ...record, verdict: now }) };
  const change = { type: "tell-verdict", why, todo: "a-0", pull: 1, verdict: now, answered: record.takenUp };
  expect(told(decidedNow)).toEqual(why === null ? [] : [change]);
  expect(told({ ...decidedNow, pull: null })).toEqual([]);
  expect(told({ ...decidedNow, seen: null })).toEqual([]);
});

test("what a person decided is told before it is written", () => {
  const review: PersonReview = {
    ...{ key: "2".repeat(16), by: "ada", at: "2026-11-22T00:00:00Z", commit: sha("1") },
    ...{ decision: "request_changes" as const, body: "Not so", threads: [] },
  };
  const snapshot = seeing(plan, { "a-0": approved("1") }, { reviews: new Map([[1, [review]]]) });
  const types = decide(desiredState(plan, snapshot), new Date(0)).map(({ type }) => type);
  expect(types.indexOf("tell-verdict")).toBeGreaterThan(-1);
  expect(types.indexOf("tell-verdict")).toBeLessThan(types.indexOf("claim"));
});

const after = (record: TodoRecord, event: TodoEvent) => inBrief(transition(record, event));
const asked: TodoEvent = { type: "asked-for-changes", by: ["ada"], asks: [fixAsk], keys: ["k"] };
const opened: TodoEvent = { type: "fixes-opened", keys: ["k"] };
const given: TodoEvent = { type: "given-rounds", by: "ada", rounds: 5, limit: 3 };
const again: TodoEvent = { type: "retried", by: "ada" };
const refusal = { ...verdict, commit: sha("2") };

test.each<[string, TodoRecord, TodoEvent, object]>([
  [
    "asks for changes, before all else that is asked",
    stuckWith({ asks: [todoAsk], takenUp: ["j"] }),
    asked,
    {
      status: "changes",
      asks: [fixAsk, todoAsk],
      takenUp: ["j", "k"],
      failed: 0,
      lost: 0,
      rounds: 3,
      forgiven: 1,
    },
  ],
  [
    "asks for changes where as much is asked as a record holds",
    stuckWith({ asks: Array.from({ length: 24 }, () => todoAsk) }),
    asked,
    { asks: [fixAsk, ...Array.from({ length: 23 }, () => todoAsk)] },
  ],
  [
    "opens a fix of what is stuck",
    stuckWith({ takenUp: ["j"] }),
    opened,
    { status: "changes", failed: 0, lost: 0, takenUp: ["j", "k"] },
  ],
  [
    "opens a fix of what is approved",
    stuckWith({ status: "approved" }),
    opened,
    { status: "changes", failed: 0, lost: 0, verdict: { approved: false } },
  ],
  [
    "opens a fix of what is under way",
    stuckWith({ status: "changes" }),
    opened,
    { status: "changes", failed: 2, lost: 5 },
  ],
  [
    "approves another pull request",
    stuck,
    { type: "approved", by: "ada", head: sha("2"), pull: 7, keys: [] },
    { pull: 7 },
  ],
  [
    "takes back what nobody had judged",
    stuckWith({ status: "changes", verdict: null }),
    { type: "approval-restored" },
    { status: "changes", verdict: null },
  ],
  [
    "retries what is under way",
    stuckWith({ status: "changes" }),
    again,
    { status: "changes", failed: 2, lost: 5, forgiven: 0 },
  ],
  [
    "retries what was skipped when it was stuck",
    stuckWith({ skipped: "ada: no" }),
    again,
    { status: "changes", failed: 0, forgiven: 2, skipped: null },
  ],
  [
    "retries what was skipped when it waited for its review",
    stuckWith({ skipped: "ada: no", status: "review", verdict: null }),
    again,
    { status: "review", failed: 2, skipped: null },
  ],
  [
    "retries what nobody has reviewed",
    stuckWith({ asks: [], verdict: refusal }),
    again,
    { status: "review", verdict: refusal },
  ],
  [
    "retries what is approved at its head",
    stuckWith({ verdict: { ...verdict, approved: true } }),
    again,
    { status: "review", verdict: null, asks: [] },
  ],
  [
    "gives more rounds to what had used them up",
    stuck,
    given,
    { status: "changes", failed: 0, lost: 0, forgiven: 2, findings: [{ running: 0 }] },
  ],
  [
    "opens paths beside those that are open",
    stuckWith({ reason: { code: "paths-wanted", paths: ["z"] } }),
    { type: "granted", by: "ada", paths: ["z", "y"] },
    { status: "changes", granted: ["y", "z"] },
  ],
  [
    "opens the paths that gates refused",
    stuckWith({
      ...{ asks: [{ ...fixAsk, cause: "gate" }], rounds: 0, verdict: null },
      reason: {
        ...{ code: "attempts-failed", attempts: 2 },
        last: { kind: "gates", gates: ["scope"], said: "z", paths: ["z"] },
      },
    }),
    { type: "granted", by: "ada", paths: ["z"] },
    { status: "pending", granted: ["y", "z"], failed: 0, asks: [], resume: sha("d") },
  ],
  [
    "opens paths where more than they failed",
    stuckWith({
      reason: {
        ...{ code: "attempts-failed", attempts: 2 },
        last: { kind: "gates", gates: ["scope", "verify"], said: "z" },
      },
    }),
    { type: "granted", by: "ada", paths: ["z"] },
    { status: "changes", granted: ["y", "z"], failed: 0, asks: [fixAsk, todoAsk] },
  ],
  [
    "opens paths where gates of paths and others failed, and asks what was asked of both",
    stuckWith({
      asks: [{ ...fixAsk, cause: "gate" }, fixAsk],
      reason: {
        ...{ code: "attempts-failed", attempts: 2 },
        last: { kind: "gates", gates: ["scope", "verify"], said: "z" },
      },
    }),
    { type: "granted", by: "ada", paths: ["z"] },
    { status: "changes", asks: [{ ...fixAsk, cause: "gate" }, fixAsk] },
  ],
  [
    "opens the paths that gates alone refused, of all that is asked",
    stuckWith({
      asks: [{ ...fixAsk, cause: "gate" }, fixAsk],
      reason: {
        ...{ code: "attempts-failed", attempts: 2 },
        last: { kind: "gates", gates: ["scope", "protected"], said: "z" },
      },
    }),
    { type: "granted", by: "ada", paths: ["z"] },
    { status: "changes", asks: [fixAsk] },
  ],
  ...(
    [
      [["secrets"], { status: "changes", failed: 0, lost: 0 }],
      [["secrets", "size"], { status: "blocked", failed: 2, lost: 5 }],
    ] as const
  ).map(([gates, expected]): [string, TodoRecord, TodoEvent, object] => [
    `lets findings pass where ${gates.join(" and ")} failed`,
    stuckWith({
      allowed: ["1".repeat(16)],
      reason: {
        ...{ code: "attempts-failed", attempts: 2 },
        last: { kind: "gates", gates: [...gates], said: "key" },
      },
    }),
    { type: "allowed", by: "ada", findings: ["2".repeat(16), "1".repeat(16)] },
    { ...expected, allowed: ["1".repeat(16), "2".repeat(16)] },
  ]),
  [
    "lets findings pass that nothing stopped for",
    stuckWith({ status: "changes" }),
    { type: "allowed", by: "ada", findings: ["2".repeat(16)] },
    { status: "changes", failed: 2, allowed: ["2".repeat(16)] },
  ],
  ...[sha("1"), null].map((head): [string, TodoRecord, TodoEvent, object] => [
    `has its work cut ${head === null ? "before there is a branch" : "on its branch"}`,
    stuckWith({ head }),
    { type: "split-asked", by: "ada", work: sha("d") },
    {
      ...{ status: "changes", failed: 0, lost: 0 },
      cut: { work: sha("d"), onto: head ?? sha("d"), letters: 0, depth: null },
    },
  ]),
  [
    "was told why it waits, and how often before",
    stuckWith({ told: { times: 3, reason: null } }),
    { type: "told" },
    { told: { times: 4, reason: expect.any(String) } },
  ],
  [
    "opens paths that nobody asked for",
    stuck,
    { type: "granted", by: "ada", paths: ["z"] },
    { status: "blocked", granted: ["y", "z"] },
  ],
  [
    "has commanded often",
    stuckWith({ heard: Array.from({ length: 16 }, (_, at) => at + 1) }),
    { type: "heard", comment: 99 },
    { heard: [...Array.from({ length: 15 }, (_, at) => at + 2), 99] },
  ],
  [
    "wants again what was skipped when it was approved",
    stuckWith({ status: "approved", skipped: "ada: no" }),
    { type: "reopened" },
    { status: "review", verdict: null, skipped: null },
  ],
  [
    "wants again what was skipped when it was stuck",
    stuckWith({ skipped: "ada: no" }),
    { type: "reopened" },
    { status: "blocked", skipped: null },
  ],
])("a person who %s", (_, record, event, expected) => {
  expect(after(record, event)).toMatchObject(expected);
});
