import { askChanges } from "../../../../src/core/command/changes.ts";
import type { PersonReview } from "../../../../src/core/snapshot/snapshot.ts";
import { transition } from "../../../../src/core/todo/transition.ts";
import { askOf } from "../../../../src/core/verdict/verdict.ts";
import { approved, desiredIn, fix, planWith, type Seen, seeing, sha } from "../../scene.ts";
import { type Brief, inBrief, withBrief } from "../brief.ts";

const plan = planWith({ a: [{}] });
const key = (digit: string): string => digit.repeat(16);

const said = (decision: PersonReview["decision"], more: Partial<PersonReview> = {}): PersonReview => ({
  ...{ key: key("1"), by: "ada", at: "2026-11-22T10:00:00Z", commit: sha("1"), decision, body: "Not so" },
  threads: [],
  ...more,
});

const mended = (seen: Seen, reviews: readonly PersonReview[], fixes = [] as ReturnType<typeof fix>[]) => {
  const snapshot = seeing(plan, { "a-0": seen }, { reviews: new Map([[1, reviews]]), fixes });
  const [one] = desiredIn(plan, snapshot);
  if (!one) throw new Error("the plan has one todo");
  return inBrief(one.record);
};

/** What was seen of a record, to be seen again. */
const briefOf = (seen: ReturnType<typeof inBrief>): Brief => {
  const { skipped: _, removed: __, ...brief } = seen;
  return brief;
};

const refused: Brief = {
  ...{ status: "changes", rounds: 1, forgiven: 0, asks: [askOf({ cause: "review", title: "No", body: "" })] },
  verdict: { commit: sha("1"), approved: false, round: 1, rules: [], by: "reviewer", person: false },
};
const open = (record: Brief): Seen => ({ ...approved("1", { record }), open: true });
const stuck = withBrief(seenRecord(), {
  ...{ ...refused, status: "blocked", head: sha("1"), pull: 1 },
});
const thread = { path: "a.ts", line: 3, body: "Why?", to: null };

test.each<[string, Seen, PersonReview]>([
  ["what is approved", approved("1"), said("request_changes")],
  ["an older head", approved("1"), said("request_changes", { commit: sha("f") })],
  ["what is blocked", open({ status: "blocked" }), said("request_changes")],
  ["what is under way", open(refused), said("request_changes")],
  ["it in an answer", approved("1"), said("comment", { body: "", threads: [{ ...thread, to: "A note" }] })],
  ["it with a thread only", approved("1"), said("comment", { body: "", threads: [thread] })],
])("a person's request about %s counts as a round and becomes a fix, once", (_, seen, review) => {
  const heard = mended(seen, [review]);
  expect(heard).toMatchObject({ status: "changes", blocked: null, open: true, rounds: 2, forgiven: 1 });
  expect(heard.asks[0]).toMatchObject({ key: review.key, kind: "fix", cause: "person" });
  expect(mended({ ...seen, open: true, record: briefOf(heard) }, [review])).toEqual(heard);
});

test("what a person asked goes when it is dismissed, replaced or resolved", () => {
  const asked = mended(approved("1"), [said("request_changes")]);
  const gone = mended({ ...approved("1"), open: asked.open, record: briefOf(asked) }, []);
  expect([gone.asks, gone.takenUp, gone.rounds]).toEqual([[], [], 2]);
  // The head was approved, and is what it was: nobody reviews it again.
  expect(gone).toMatchObject({ status: "approved", open: false, verdict: approved("1").record?.verdict });
});

test("an approval stands again when the fix that a person opened is closed by hand, unless the head has changed", () => {
  const wish = fix("a-0", { cause: "person", key: key("5") });
  const asked = mended(approved("1"), [], [wish]);
  const record = briefOf(asked);
  expect([asked.open, asked.status, asked.verdict?.approved]).toEqual([true, "changes", false]);
  const closed = [{ ...wish, issue: { ...wish.issue, open: false } }];
  const again = (more: Seen = {}) =>
    mended({ ...approved("1"), open: asked.open, record, ...more }, [], closed);
  expect(again()).toMatchObject({ status: "approved", open: false, verdict: { approved: true } });
  expect(again({ pull: { head: sha("2") } })).toMatchObject({ status: "changes", head: sha("2") });
  const finding = {
    key: key("a"),
    path: null,
    line: null,
    text: "No",
    first: 1,
    seen: 1,
    running: 1,
    open: true,
  };
  expect(again({ record: { ...record, findings: [finding] } })).toMatchObject({
    status: "changes",
    open: true,
  });
});

test.each<[string, Brief, object]>([
  ["refused at its head goes to its agent", {}, { status: "changes", asks: stuck.asks }],
  [
    "answered since, and checked, goes to its review",
    { head: sha("2"), checked: { commit: sha("2"), gates: [], ran: [] } },
    { status: "review", asks: stuck.asks },
  ],
  [
    "answered by work that gates sent back goes to its agent",
    { head: sha("2"), checked: { commit: sha("2"), gates: [], ran: [] }, resume: sha("3") },
    { status: "changes" },
  ],
  [
    "approved at its head is reviewed anew, since a person says so",
    { asks: [], verdict: approved("1").record?.verdict ?? null },
    { status: "review", verdict: null },
  ],
])("what was %s when a person retries it", (_, more, expected) => {
  const before = withBrief(stuck, { ...briefOf(inBrief(stuck)), ...more });
  expect(inBrief(transition(before, { type: "retried", by: "ada" }))).toMatchObject(expected);
});

test.each<[string, Seen, PersonReview[], object]>([
  [
    "overrides the reviewer",
    open(refused),
    [said("approve")],
    { status: "approved", open: false, asks: [], verdict: { by: "ada", person: true, commit: sha("1") } },
  ],
  ["of an older head does not count", open(refused), [said("approve", { commit: sha("f") })], refused],
  [
    "does not count when something was asked for after it",
    open(refused),
    [said("approve"), said("request_changes", { key: key("2"), by: "ben", at: "2026-11-22T11:00:00Z" })],
    { status: "changes", open: true },
  ],
  [
    "overrides what was asked for before it",
    open(refused),
    [said("request_changes", { key: key("2"), by: "ben", at: "2026-11-22T09:00:00Z" }), said("approve")],
    { status: "approved", takenUp: [key("2"), key("1")] },
  ],
  [
    "is heard once: what was opened again is reviewed",
    open({ ...approved("1").record, takenUp: [key("1")] }),
    [said("approve")],
    { status: "review" },
  ],
])("an approval by a person %s", (_, seen, reviews, expected) => {
  expect(mended(seen, reviews)).toMatchObject(expected);
});

test("nobody's review touches a todo that a run holds, or that a person skipped", () => {
  const held = {
    ...open({
      ...{ ...refused, status: "working" },
      claim: { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" },
    }),
  };
  expect(mended({ ...held, claim: "live" }, [said("approve")])).toMatchObject({
    status: "working",
    rounds: 1,
  });
  const skipped = { ...open(refused), open: false, notPlanned: true };
  expect(mended(skipped, [said("request_changes")])).toMatchObject({ rounds: 1 });
});

const record = withBrief(seenRecord(), {
  ...{
    ...refused,
    status: "blocked",
    reason: { code: "rounds-used-up", rounds: 5, objections: [], more: 0 },
  },
  ...{ rounds: 5, forgiven: 0, pull: 1 },
});

function seenRecord() {
  const [seen] = seeing(plan, { "a-0": {} }).todos.values();
  if (!seen) throw new Error("the plan has one todo");
  return seen.record;
}

test("an approval ends the todo in the person's name and keeps the todos that were asked for", () => {
  const asks = [...record.asks, askOf({ kind: "todo", cause: "review", title: "Test it", body: "" })];
  const event = { type: "approved", by: "ada", head: sha("1"), keys: [] } as const;
  const { status, verdict, asks: left } = inBrief(transition({ ...record, asks }, event));
  expect([status, verdict?.by, verdict?.round, left.map(({ title }) => title)]).toEqual([
    ...["approved", "ada", 6],
    ["Test it"],
  ]);
});

test("a wish is one fix, however often it is said", () => {
  const wish = { what: "Use tabs\nEverywhere", by: "ada", issue: 7 };
  expect(askChanges(record, wish)).toEqual(askChanges({ ...record, rounds: 5 }, wish));
  expect(askChanges(record, wish)).toMatchObject({
    title: "Use tabs",
    record: { cause: "person", round: 5 },
  });
});

test("a retry forgives rounds and repeats; another limit of rounds only what it allows", () => {
  const findings = [
    { key: key("a"), path: null, line: null, text: "No", first: 1, seen: 3, running: 3, open: true },
  ];
  expect(inBrief(transition({ ...record, findings }, { type: "retried", by: "ada" }))).toMatchObject({
    ...{ status: "changes", blocked: null, forgiven: 5 },
    findings: [{ running: 0, open: true }],
  });
  const given = (rounds: number) =>
    inBrief(transition(record, { type: "given-rounds", by: "ada", rounds, limit: plan.limits.rounds }));
  expect(given(8)).toMatchObject({ status: "changes", forgiven: 3 });
  expect(given(5)).toMatchObject({ status: "blocked", forgiven: 0 });
});
