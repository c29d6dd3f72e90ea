import { applyCommands } from "../../../src/core/command/apply.ts";
import type { SeenComment } from "../../../src/core/command/comment.ts";
import { replyText } from "../../../src/core/command/reply.ts";
import { commandNames } from "../../../src/core/command/table.ts";
import { decide } from "../../../src/core/decide/decide.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { approved, planWith, type Seen, seeing, sha } from "../scene.ts";
import { inBrief } from "../todo/brief.ts";

const plan = planWith({ a: [{}, { needs: ["b-0"] }], b: [{}, {}] });
const tracking = {
  issue: { number: 9, title: "Milepost: P", text: "", open: true, notPlanned: false, labels: [] },
  record: newTracking("p", new Date(0)),
};

const claim = { run: "r", sha: sha("c"), at: "2026-01-01T00:00:00Z" };
const underReview: Seen = {
  record: { status: "changes", claimed: sha("c"), rounds: 1, head: sha("1"), pull: 1, base: "main" },
  pull: { head: sha("1") },
};
const blocked: Seen = {
  ...underReview,
  record: { ...underReview.record, status: "blocked", reason: { code: "untold", said: "why" }, failed: 3 },
};
const live: Seen = {
  ...underReview,
  claim: "live",
  record: { ...underReview.record, status: "review", claim },
};

/** Whose issue it is; 9 is the tracking issue, todos have 100, 101, … in plan order. */
const comment = (issue: number, body: string, more: Partial<SeenComment & { mayCommand: boolean }> = {}) => ({
  ...{ id: 7, issue, author: "ada", isBot: false, body, url: "#7", updatedAt: "2026-01-01T00:00:00Z" },
  mayCommand: true,
  ...more,
});

const say = (line: string, seen: Readonly<Record<string, Seen>> = {}, issue = 100, in_: Plan = plan) => {
  const snapshot = seeing(in_, { "a-0": {}, "a-1": {}, "b-0": {}, "b-1": {}, ...seen }, { tracking });
  const done = applyCommands(desiredState(in_, snapshot), [comment(issue, `/milepost ${line}`)]);
  const records = new Map(
    done.changes.flatMap((change) =>
      change.type === "write-todo" ? [[change.todo, change.issue] as const] : [],
    ),
  );
  const first = records.get("a-0");
  return {
    ...done,
    snapshot,
    records,
    first,
    text: done.replies.map(({ body }) => replyText(body)).join("\n"),
  };
};

test.each<[string, Seen, object]>([
  ["pause", {}, { paused: true }],
  ["resume", { record: { paused: true } }, { paused: false }],
  ["retry", blocked, { status: "review", blocked: null, failed: 0, forgiven: 1 }],
  [
    "approve",
    underReview,
    { status: "approved", verdict: expect.objectContaining({ by: "ada", commit: sha("1") }) },
  ],
  ["rounds 8", blocked, { forgiven: 3 }],
  ["reassign b", {}, { body: "b", reassigned: "b" }],
  ["grant docs/x.md", {}, { granted: ["docs/x.md"] }],
  ["allow 0123456789 `abcdef0123`", {}, { allowed: ["0123456789", "abcdef0123"] }],
  [
    "allow 0123456789",
    {
      ...blocked,
      record: {
        ...blocked.record,
        reason: {
          code: "attempts-failed",
          attempts: 2,
          last: { kind: "gates", gates: ["secrets"], said: "" },
        },
      },
    },
    { allowed: ["0123456789"], status: "changes", failed: 0 },
  ],
  [
    "grant",
    { ...blocked, record: { ...blocked.record, reason: { code: "paths-wanted", paths: ["x"] } } },
    { granted: ["x"], wants: [], status: "changes" },
  ],
])("%s writes what it means into the todo's record, and which comment said so", (line, seen, record) => {
  const { first, replies } = say(line, { "a-0": seen });
  expect(first && inBrief(first.record)).toMatchObject({ ...record, heard: [7] });
  expect(replies).toMatchObject([{ comment: 7, outcome: "obeyed" }]);
});

test.each(["grant docs/x.md", "allow 0123456789"])("%s says when it sets nothing going", (line) => {
  expect(say(line, { "a-0": blocked }).text).toContain(
    "stays blocked for something else: next `/milepost retry`",
  );
  expect(say(line, { "a-0": underReview }).text).not.toContain("stays blocked");
});

test.each<[string, Seen, RegExp]>([
  ["pause", approved("1"), /it is done/],
  ["retry", {}, /not blocked/],
  ["approve", {}, /no open pull request/],
  ["skip no", approved("1", { pull: { state: "merged" } }), /approved and merged/],
  ["split", {}, /split it in the plan file/],
  ["reassign c", {}, /no body of that name.*did you mean|no body of that name: it has `a`, `b`/],
  ["rounds 1", underReview, /1 time already/],
  ["grant", {}, /asked for no paths/],
  ["grant ../x", {}, /cannot be granted/],
  ["allow", {}, /name the findings/],
  ["allow all", {}, /name the findings/],
  ["stop", {}, /about the whole plan: write it on #9/],
  ["nonsense", {}, /no command of that name/],
])("%s is refused where it makes no sense, with the reason", (line, seen, reason) => {
  const { changes, replies, text } = say(line, { "a-0": seen });
  expect(changes).toEqual([]);
  expect(replies).toMatchObject([{ outcome: "refused" }]);
  expect(text).toMatch(reason);
});

test("skip closes the issue as not planned, and retry takes it back", () => {
  expect(say("skip not now").first).toMatchObject({ open: false, notPlanned: true });
  expect(say("retry", { "a-0": { open: false, notPlanned: true } }).first).toMatchObject({ open: true });
});

test("what was approved and then skipped is approved again by a retry, without another review", () => {
  const skipped = approved("1", { notPlanned: true, record: { skipped: "ada: not now" } });
  expect(say("retry", { "a-0": skipped }).first).toMatchObject({
    ...{ open: false, notPlanned: false },
    record: { state: { status: "approved" } },
  });
});

test("what a person approved stays so, and closes", () => {
  const { snapshot, first } = say("approve", { "a-0": underReview });
  if (!first) throw new Error("nothing was written");
  const before = snapshot.todos.get("a-0");
  if (!before) throw new Error("it was seen");
  const issue = { ...before.issue, open: first.open, notPlanned: first.notPlanned };
  const after = new Map(snapshot.todos).set("a-0", { ...before, issue, record: first.record });
  const changes = decide(desiredState(plan, { ...snapshot, todos: after }), new Date(0));
  expect(
    changes.filter((change) => "todo" in change && change.todo === "a-0" && change.type === "claim"),
  ).toEqual([]);
  expect(first).toMatchObject({ open: false, notPlanned: false, record: { state: { status: "approved" } } });
});

test("an approval that waited counts only for the head that was there when it was said", () => {
  const waiting = [{ comment: 7, todo: "a-0", head: sha("2") }];
  const moved = { ...tracking, record: { ...tracking.record, inbox: { ...tracking.record.inbox, waiting } } };
  const snapshot = seeing(plan, { "a-0": underReview }, { tracking: moved });
  const { replies, changes, inbox } = applyCommands(desiredState(plan, snapshot), [
    comment(100, "/milepost approve"),
  ]);
  expect(replies[0]?.body).toMatch(/look again, then approve/);
  expect(changes).toEqual([]);
  expect(inbox).toMatchObject({ waiting: [], answered: [7] });
});

test("what a run holds is not written: the command waits, and its head is remembered", () => {
  const { changes, replies, inbox } = say("approve", { "a-0": live });
  expect(changes).toEqual([]);
  expect(replies).toMatchObject([{ outcome: "waiting" }]);
  expect(inbox).toMatchObject({ waiting: [{ comment: 7, todo: "a-0", head: sha("1") }], answered: [] });
});

test("what is only asked, and new issues, need not wait for a run", () => {
  expect(say("status", { "a-0": live }).text).toMatch(/`00a` is review; pull request #1/);
  const { changes } = say("changes Say more", { "a-0": live });
  expect(changes).toMatchObject([
    { type: "create-fix", todo: "a-0", title: "Say more", record: { cause: "person", round: 2 } },
  ]);
});

test("work that its gates sent back is cut, of work within the limits a first part is kept", () => {
  const { changes: opened } = say("split", { "a-0": underReview });
  expect(opened).toMatchObject([
    { type: "create-fix", title: "Split this change: keep only its first part here" },
    { type: "create-todo", issue: { record: { needs: ["a-0"], body: "a", from: { todo: "a-0" } } } },
  ]);
  const [work, head] = [sha("5"), blocked.record?.head];
  const { changes } = say("split", { "a-0": { ...blocked, record: { ...blocked.record, resume: work } } });
  const cut = { work, onto: head, letters: 0, depth: null };
  expect(changes).toMatchObject([
    { type: "write-todo", issue: { record: { cut, state: { status: "changes" } } } },
  ]);
  expect(say("split", { "a-0": live }).replies).toMatchObject([{ outcome: "waiting" }]);
});

test("a comment that was obeyed before its answer was lost is answered and not obeyed again", () => {
  const { changes, text } = say("retry", {
    "a-0": { ...blocked, record: { ...blocked.record, heard: [7] } },
  });
  expect(changes).toEqual([]);
  expect(text).toMatch(/`\/milepost retry`: obeyed/);
});

test("several commands of a comment are obeyed in their order, in one write", () => {
  const { changes, text, first } = say("retry\n/milepost nonsense\n/milepost pause", { "a-0": blocked });
  expect(changes).toHaveLength(1);
  expect(first?.record).toMatchObject({ state: { status: "review" }, paused: true });
  expect(text.split("\n\n")).toHaveLength(3);
});

test("pause, stop and resume of the whole plan are in the tracking issue's record", () => {
  const orders = (line: string, record = {}) => {
    const seen = { ...tracking, record: { ...tracking.record, ...record } };
    const snapshot = seeing(plan, { "a-0": live }, { tracking: seen });
    const { changes } = applyCommands(desiredState(plan, snapshot), [comment(9, `/milepost ${line}`)]);
    return changes.flatMap((change) => (change.type === "write-tracking" ? [change.tracking.record] : []))[0];
  };
  expect(orders("pause")).toMatchObject({ paused: true, stopped: false, heard: [7] });
  expect(orders("stop")).toMatchObject({ paused: true, stopped: true });
  expect(orders("resume", { paused: true, stopped: true })).toMatchObject({ paused: false, stopped: false });
  expect(orders("pause", { paused: true })).toBeUndefined();
});

test("a stopped plan's runs are cancelled as long as they hold anything", () => {
  const stopped = { ...tracking, record: { ...tracking.record, paused: true, stopped: true } };
  const cancelled = (seen: Seen) =>
    decide(desiredState(plan, seeing(plan, { "a-0": seen }, { tracking: stopped })), new Date(0)).filter(
      ({ type }) => type === "cancel",
    );
  expect(cancelled(live)).toMatchObject([{ run: "r" }]);
  expect(cancelled(underReview)).toEqual([]);
});

test("retry of the whole plan is for everything blocked", () => {
  const { records, text } = say("retry", { "a-0": blocked, "b-0": blocked }, 9);
  expect([...records.keys()]).toEqual(["a-0", "b-0"]);
  expect(text).toMatch(/for: `00a`, `00b`/);
});

test("a stranger is refused and told so", () => {
  const snapshot = seeing(plan, { "a-0": underReview }, { tracking });
  const { changes, replies } = applyCommands(desiredState(plan, snapshot), [
    comment(100, "/milepost approve", { author: "mallory", mayCommand: false }),
  ]);
  expect(changes).toEqual([]);
  expect(replies).toMatchObject([{ outcome: "refused" }]);
  expect(replies[0]?.body).toMatch(/`mallory` may not command here/);
});

const bodyOf = (snapshot: Snapshot, todo: string) => {
  const claims = decide(desiredState(plan, snapshot), new Date(0)).filter(
    (change) => change.type === "claim",
  );
  return claims.flatMap((change) => (change.todo === todo ? [change.issue.record.body] : []));
};

test("a todo that was given away is worked by the other body, whatever the plan says", () => {
  const given: Seen = { record: { body: "b", reassigned: "b" } };
  const seen = { "a-0": approved("1"), "b-0": approved("2"), "b-1": approved("3") };
  expect(bodyOf(seeing(plan, { ...seen, "a-1": given }, { tracking }), "a-1")).toEqual(["b"]);
  const gone: Seen = { record: { body: "x", reassigned: "x" } };
  expect(bodyOf(seeing(plan, { ...seen, "a-1": gone }, { tracking }), "a-1")).toEqual(["a"]);
});

test("a todo is not given to a body that would never come to it", () => {
  const todos = planWith({ a: [{}, { needs: ["a-0"] }], c: [{}] });
  const after = todos.bodies.map((body) => (body.id === "c" ? { ...body, after: ["a"] } : body));
  const waiting = { ...todos, bodies: after };
  const { text, changes } = say("reassign c", { "c-0": {} }, 100, waiting);
  expect(text).toMatch(/`c` would never come to it: `00a`, .*would wait for each other/);
  expect(changes).toEqual([]);
  expect(say("reassign c", { "c-0": {} }, 101, waiting).replies).toMatchObject([{ outcome: "obeyed" }]);
});

test("help names every command of the table", () => {
  const { text } = say("help", {}, 9);
  for (const name of commandNames) expect(text).toContain(`\`/milepost ${name}`);
});
