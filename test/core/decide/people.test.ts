import { approveBy, askChanges, retried, withRounds } from "../../../src/core/decide/decisions.ts";
import type { TodoRecord } from "../../../src/core/snapshot/record.ts";
import type { PersonReview } from "../../../src/core/snapshot/snapshot.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";
import { approved, fix, planWith, type Seen, seeing, sha, wantedIn } from "../scene.ts";

const plan = planWith({ a: [{}] });
const key = (digit: string): string => digit.repeat(16);

const said = (decision: PersonReview["decision"], more: Partial<PersonReview> = {}): PersonReview => ({
  ...{ key: key("1"), by: "ada", at: "2026-11-22T10:00:00Z", commit: sha("1"), decision, body: "Not so" },
  threads: [],
  ...more,
});

const mended = (seen: Seen, reviews: readonly PersonReview[], fixes = [] as ReturnType<typeof fix>[]) => {
  const snapshot = seeing(plan, { "a-0": seen }, { reviews: new Map([[1, reviews]]), fixes });
  const [one] = wantedIn(plan, snapshot);
  if (!one) throw new Error("the plan has one todo");
  return { ...one.record, open: one.open };
};

const refused: Partial<TodoRecord> = {
  ...{ status: "changes", rounds: 1, forgiven: 0, asks: [askOf({ cause: "review", title: "No", body: "" })] },
  verdict: { commit: sha("1"), approved: false, round: 1, rules: [], by: "reviewer", person: false },
};
const open = (record: Partial<TodoRecord>): Seen => ({ ...approved("1", { record }), open: true });
const stuck: TodoRecord = { ...mended(open(refused), []), status: "blocked", blocked: "x" };
const thread = { path: "a.ts", line: 3, body: "Why?", to: null };

test.each<[string, Seen, PersonReview]>([
  ["what is approved", approved("1"), said("request_changes")],
  ["an older head", approved("1"), said("request_changes", { commit: sha("f") })],
  ["what is blocked", open({ status: "blocked", blocked: "x" }), said("request_changes")],
  ["what is under way", open(refused), said("request_changes")],
  ["it in an answer", approved("1"), said("comment", { body: "", threads: [{ ...thread, to: "A note" }] })],
  ["it with a thread only", approved("1"), said("comment", { body: "", threads: [thread] })],
])("a person's request about %s counts as a round and becomes a fix, once", (_, seen, review) => {
  const heard = mended(seen, [review]);
  expect(heard).toMatchObject({ status: "changes", blocked: null, open: true, rounds: 2, forgiven: 1 });
  expect(heard.asks[0]).toMatchObject({ key: review.key, kind: "fix", cause: "person" });
  const { open: _open, ...record } = heard;
  expect(mended({ ...seen, open: true, record }, [review])).toEqual(heard);
});

test("what a person asked goes when it is dismissed, replaced or resolved", () => {
  const { open: isOpen, ...record } = mended(approved("1"), [said("request_changes")]);
  const gone = mended({ ...approved("1"), open: isOpen, record }, []);
  expect([gone.asks, gone.takenUp, gone.rounds]).toEqual([[], [], 2]);
  // The head was approved, and is what it was: nobody reviews it again.
  expect(gone).toMatchObject({ status: "approved", open: false, verdict: approved("1").record?.verdict });
});

test("an approval stands again when the fix that a person opened is closed by hand, unless the head has changed", () => {
  const wish = fix("a-0", { cause: "person", key: key("5") });
  const { open: isOpen, ...record } = mended(approved("1"), [], [wish]);
  expect([isOpen, record.status, record.verdict?.approved]).toEqual([true, "changes", false]);
  const closed = [{ ...wish, issue: { ...wish.issue, open: false } }];
  const again = (more: Seen = {}) => mended({ ...approved("1"), open: isOpen, record, ...more }, [], closed);
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

test.each<[string, Partial<TodoRecord>, object]>([
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
  expect(retried({ ...stuck, ...more })).toMatchObject(expected);
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
    ...open({ ...refused, claim: { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" } }),
  };
  expect(mended({ ...held, claim: "live" }, [said("approve")])).toMatchObject({
    status: "changes",
    rounds: 1,
  });
  const skipped = { ...open(refused), open: false, notPlanned: true };
  expect(mended(skipped, [said("request_changes")])).toMatchObject({ rounds: 1 });
});

const record = {
  ...mended(open(refused), []),
  status: "blocked" as const,
  blocked: "x",
  rounds: 5,
  forgiven: 0,
};

test("an approval ends the todo in the person's name and keeps the todos that were asked for", () => {
  const asks = [...record.asks, askOf({ kind: "todo", cause: "review", title: "Test it", body: "" })];
  const { status, verdict, asks: left } = approveBy({ ...record, asks }, { by: "ada", head: sha("1") });
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
  expect(retried({ ...record, findings })).toMatchObject({
    ...{ status: "changes", blocked: null, forgiven: 5 },
    findings: [{ running: 0, open: true }],
  });
  const worn = { ...record, verdict: record.verdict && { ...record.verdict, round: 5 } };
  const { limits } = plan;
  expect(withRounds(worn, { rounds: 8, limits })).toMatchObject({ status: "changes", forgiven: 3 });
  expect(withRounds(worn, { rounds: 5, limits })).toMatchObject({ status: "blocked", forgiven: 0 });
});
