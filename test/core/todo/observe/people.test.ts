import { askChanges } from "../../../../src/core/command/changes.ts";
import { decide } from "../../../../src/core/decide/decide.ts";
import type { PersonReview } from "../../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../../src/core/todo/desired-state.ts";
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
const seenRecord = () => {
  const [seen] = seeing(plan, { "a-0": {} }).todos.values();
  if (!seen) throw new Error("the plan has one todo");
  return seen.record;
};

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

test("what a person asked goes when it is dismissed, too, with the fix that was opened for it", () => {
  const asked = mended(approved("1"), [said("request_changes")]);
  const opened = fix("a-0", { cause: "person", key: key("1") });
  const look = (reviews: PersonReview[], fixes: ReturnType<typeof fix>[]) => {
    const seen = { ...approved("1"), open: true, record: briefOf(asked) };
    const changes = decide(
      desiredState(plan, seeing(plan, { "a-0": seen }, { reviews: new Map([[1, reviews]]), fixes })),
      new Date(0),
    );
    const about = changes.filter((change) => "todo" in change && change.type !== "tell-verdict");
    return about.map(({ type, why }) => `${type}: ${why}`);
  };
  expect(look([said("request_changes")], [opened])).toEqual(["claim: `00a` can start"]);
  const gone = "what a person asked for no longer stands; what was asked after its approval is withdrawn";
  const written = [
    "write-fix: it was answered",
    `write-todo: ${gone}; its text was edited; it is closed; it is approved`,
  ];
  expect(look([], [opened])).toEqual(written);
  const another = fix("a-0", { cause: "person", key: key("2") });
  expect(look([], [opened, another])).toEqual([
    "write-fix: it was answered",
    "claim: `00a` can start; what a person asked for no longer stands; a follow-up was opened",
  ]);
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
  const wish = fix("a-0", { cause: "person", key: key("4") });
  expect(mended(skipped, [said("request_changes")], [wish])).toMatchObject({ rounds: 1, takenUp: [] });
});

const record = withBrief(seenRecord(), {
  ...{
    ...refused,
    status: "blocked",
    reason: { code: "rounds-used-up", rounds: 5, objections: [], more: 0 },
  },
  ...{ rounds: 5, forgiven: 0, pull: 1 },
});

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

const asked = (review: PersonReview) => mended(approved("1"), [review]).asks[0];
const answer = { ...thread, to: "A\n note " };

test.each<[string, PersonReview, string, string]>([
  [
    "what a review says and where",
    said("request_changes", { body: "\n Not so\nbut so\n", threads: [{ ...thread, body: " Why?\n" }] }),
    "Not so",
    "`ada` asks for changes in a review.\n\nNot so\nbut so\n\n- `a.ts:3`: Why?",
  ],
  [
    "its first thread where it says no more, and no line where there is none",
    said("comment", {
      body: " ",
      threads: [
        { ...thread, line: null },
        { ...thread, body: "No" },
      ],
    }),
    "Why?",
    "`ada` asks for changes in a review.\n\n- `a.ts`: Why?\n\n- `a.ts:3`: No",
  ],
  [
    "an answer and what it answers to",
    said("comment", { body: " ", threads: [answer, answer] }),
    "Why?",
    '`ada` answers in a review.\n\n- `a.ts:3`, to "A note": Why?\n\n- `a.ts:3`, to "A note": Why?',
  ],
  [
    "no answer where something else is said, too",
    said("comment", { body: "", threads: [answer, thread] }),
    "Why?",
    '`ada` asks for changes in a review.\n\n- `a.ts:3`, to "A note": Why?\n\n- `a.ts:3`: Why?',
  ],
  [
    "no answer where it is a request",
    said("request_changes", { body: "", threads: [answer] }),
    "Why?",
    '`ada` asks for changes in a review.\n\n- `a.ts:3`, to "A note": Why?',
  ],
  [
    "no answer where it has words of its own",
    said("comment", { body: "So", threads: [answer] }),
    "So",
    '`ada` asks for changes in a review.\n\nSo\n\n- `a.ts:3`, to "A note": Why?',
  ],
  [
    "who asked where nothing was said",
    said("request_changes", { body: "" }),
    "Address the review by ada",
    "`ada` asks for changes in a review.",
  ],
])("a wish tells its agent %s", (_, review, title, body) => {
  expect(asked(review)).toMatchObject({ title, body });
});

test("a long wish has a title of 200 characters, and what it answers to is quoted in 300", () => {
  const body = "x".repeat(500);
  const wish = asked(said("request_changes", { body, threads: [{ ...thread, to: body }] }));
  expect([wish?.title.length, /, to "(.*)"/.exec(wish?.body ?? "")?.[1]?.length]).toEqual([200, 300]);
});

test("of reviews by several people each is named once, and no more is taken up at once than a record holds", () => {
  const reviews = [..."23456789abcdef"].map((digit) =>
    said("request_changes", { key: key(digit), by: digit === "2" ? "ben" : "ada" }),
  );
  const heard = mended(approved("1"), reviews);
  expect([heard.asks.length, heard.takenUp.length]).toEqual([10, 10]);
  const [one] = desiredIn(plan, seeing(plan, { "a-0": approved("1") }, { reviews: new Map([[1, reviews]]) }));
  expect(one?.events[0]).toMatchObject({ type: "asked-for-changes", by: ["ben", "ada"] });
});

const full = (left: number): string[] =>
  Array.from({ length: 100 - left }, (_, at) => at.toString(16).padStart(16, "f"));

test("wishes wait when a record holds as many as it may, reviews and fixes alike", () => {
  const standing = (left: number) =>
    full(left).map((taken) => said("comment", { key: taken, body: "", threads: [thread] }));
  const news = [..."23"].map((digit) => said("request_changes", { key: key(digit) }));
  const heard = (left: number) =>
    mended(approved("1", { record: { takenUp: full(left) } }), [...standing(left), ...news]);
  expect([0, 1, 2].map((left) => heard(left).asks.length)).toEqual([0, 1, 2]);
  const wishes = [..."45"].map((digit) => fix("a-0", { cause: "person", key: key(digit) }));
  const taken = (left: number) =>
    mended(approved("1", { record: { takenUp: full(left) } }), standing(left), wishes).takenUp.length;
  expect([0, 1, 2].map(taken)).toEqual([100, 100, 100]);
});

test("neither what the reviewer's fixes ask nor what is closed counts as a person's wish", () => {
  const fixes = [fix("a-0", { key: key("4") }), fix("a-0", { cause: "person", key: key("5") }, false)];
  expect(mended(approved("1"), [], fixes)).toMatchObject({ status: "approved", takenUp: [] });
});

test("of two approvals the last counts, unless something is asked for at the same moment", () => {
  const first = said("approve");
  const last = said("approve", { key: key("2"), by: "ben", at: "2026-11-22T12:00:00Z" });
  expect(mended(open(refused), [first, last])).toMatchObject({ verdict: { by: "ben" }, takenUp: [key("2")] });
  const asking = said("request_changes", { key: key("3"), by: "cy" });
  expect(mended(open(refused), [asking, first])).toMatchObject({ status: "changes" });
});

test("an approval of what is approved at that head asks for nothing, and one of another head does", () => {
  expect(mended(approved("1"), [said("approve")])).toMatchObject({
    takenUp: [],
    verdict: { by: "reviewer" },
  });
});
