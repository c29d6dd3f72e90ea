import { decide, verdictChanges } from "../../../src/core/decide/decide.ts";
import { approveBy, askChanges, retried, withRounds } from "../../../src/core/decide/decisions.ts";
import type { Wanted } from "../../../src/core/decide/mend.ts";
import { newRecord, type TodoRecord } from "../../../src/core/snapshot/record.ts";
import type { PersonReview } from "../../../src/core/snapshot/snapshot.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";
import { approved, planWith, type Seen, seeing, sha, wantedIn } from "../scene.ts";

const fixAsk = askOf({ cause: "review", title: "Mend it", body: "There." });
const todoAsk = askOf({ kind: "todo", cause: "review", title: "Test it", body: "" });
const finding = {
  ...{ key: "0".repeat(16), path: "a.ts", line: 1, text: "Why?" },
  ...{ first: 1, seen: 3, running: 3, open: true },
};
const verdict = { commit: sha("1"), approved: false, round: 2, rules: [], by: "reviewer", person: false };

/** Blocked after two rounds, with all that a decision may take back. */
const stuck: TodoRecord = {
  ...newRecord({
    ...{ plan: "p", todo: "a-0", body: "a", order: "00a", branch: "b", phase: 0, needs: [], from: null },
  }),
  ...{ status: "blocked", blocked: "why", claimed: sha("c"), base: "main", head: sha("1"), pull: 1 },
  ...{ rounds: 2, forgiven: 0, failed: 2, lost: 5, resume: sha("d"), wants: ["x"], granted: ["y"] },
  ...{ verdict, asks: [fixAsk, todoAsk], findings: [finding] },
};

test("an approval ends what was asked and counted, keeps new todos, and is the person's", () => {
  expect(approveBy(stuck, { by: "ada", head: sha("2") })).toEqual({
    ...stuck,
    ...{ status: "approved", blocked: null, failed: 0, lost: 0, resume: null, head: sha("2") },
    ...{ rounds: 3, forgiven: 1, asks: [todoAsk], findings: [{ ...finding, running: 0, open: false }] },
    verdict: { commit: sha("2"), approved: true, round: 3, rules: [], by: "ada", person: true },
  });
});

test("a retry gives attempts and rounds anew, and forgets no ask and no finding", () => {
  const again = {
    ...stuck,
    ...{ status: "changes", blocked: null, wants: [], failed: 0, lost: 0, forgiven: 2 },
    findings: [{ ...finding, running: 0 }],
  };
  expect(retried(stuck)).toEqual(again);
  expect(retried({ ...stuck, asks: [] })).toEqual({ ...again, asks: [], status: "review" });
  expect(retried({ ...stuck, asks: [], pull: null, rounds: 0 }).status).toBe("pending");
});

test.each<[string, Partial<TodoRecord>, number, Partial<TodoRecord>]>([
  ["lets go on what its rounds had blocked", {}, 5, { status: "changes", blocked: null, forgiven: 3 }],
  ["leaves blocked what has no round left", {}, 2, { status: "blocked", blocked: "why", forgiven: 0 }],
  [
    "leaves blocked what something else had blocked",
    { verdict: null },
    5,
    { status: "blocked", forgiven: 3 },
  ],
  ["of an earlier verdict too", { rounds: 3 }, 5, { status: "blocked", forgiven: 3 }],
  ["changes the limit of what goes on", { status: "changes", blocked: null }, 1, { forgiven: -1, failed: 2 }],
])("another number of rounds %s", (_, more, rounds, expected) => {
  const { limits } = planWith({ a: [{}] }, { limits: { rounds: 2 } });
  expect(withRounds({ ...stuck, ...more }, { rounds, limits })).toMatchObject(expected);
});

test("a wish becomes a fix of the round that does not know of it yet", () => {
  const wish = { what: " Say it in cents\nand in words", by: "ada", issue: 7 };
  const fix = askChanges(stuck, wish);
  expect(fix).toMatchObject({ type: "create-fix", todo: "a-0", title: "Say it in cents" });
  expect(fix.text).toContain("#7, in pull request #1");
  const { key } = fix.record;
  expect(fix.record).toEqual({ v: 1, kind: "fix", plan: "p", todo: "a-0", key, cause: "person", round: 2 });
  const claim = { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
  expect(askChanges({ ...stuck, claim }, wish).record.round).toBe(3);
  expect(askChanges(stuck, { ...wish, what: " \n" }).title).toBe("Change it");
});

const plan = planWith({ a: [{}] });
const theirs = { commit: sha("1"), approved: true, round: 2, rules: [], by: "ada", person: true };
const mine = { ...theirs, by: "reviewer", person: false };

test.each<[string, TodoRecord["verdict"], TodoRecord["verdict"], Seen, string | null]>([
  ["a person's approval", null, theirs, {}, "ada approved it"],
  ["a person's approval over a refusal", { ...mine, approved: false }, theirs, {}, "ada approved it"],
  ["an approval taken back", mine, { ...mine, approved: false }, {}, "a person asked for changes"],
  ["the reviewer's approval", null, mine, {}, null],
  ["a refusal after a refusal", { ...mine, approved: false }, { ...theirs, approved: false }, {}, null],
  ["an approval that is gone", mine, null, {}, null],
  ["what a run holds", null, theirs, { claim: "live" }, null],
])("of verdicts, %s is told on the pull request as it should be", (_, before, now, seen, why) => {
  const record = { verdict: before, takenUp: ["1".repeat(16)] };
  const [one] = wantedIn(plan, seeing(plan, { "a-0": approved("1", { ...seen, record }) }));
  if (!one) throw new Error("the plan has a todo");
  const told = (wanted: Wanted) => verdictChanges(wanted);
  const decidedNow = { ...one, record: { ...one.record, ...record, verdict: now } };
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
  const types = decide(plan, snapshot, new Date(0)).map(({ type }) => type);
  expect(types.indexOf("tell-verdict")).toBeGreaterThan(-1);
  expect(types.indexOf("tell-verdict")).toBeLessThan(types.indexOf("claim"));
});
