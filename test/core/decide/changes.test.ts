import type { ChangeOf } from "../../../src/core/decide/change.ts";
import { decide, seemsDone } from "../../../src/core/decide/decide.ts";
import { labels } from "../../../src/core/decide/labels.ts";
import { todoText } from "../../../src/core/decide/texts.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import { emptySnapshot, type Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";
import { approved, desiredIn, fix, milestoneOf, planWith, type Seen, seeing, sha } from "../scene.ts";
import type { Brief } from "../todo/brief.ts";

const now = new Date("2026-11-22T12:00:00Z");
const issue = { number: 9, title: "Milepost: P", text: "", open: true, notPlanned: false, labels: [] };
const tracking = { issue, record: newTracking("p", now) } as const;
const known = { labels: new Set(labels.map(({ name }) => name)), tracking };
const plan = planWith({ a: [{}, {}], b: [{ needs: ["a-0"] }] }, { parallel: 1 });

test("a new plan gets its milestone, labels and tracking issue before its todos, and what starts before the rest", () => {
  const named = decide(desiredState(plan, emptySnapshot), now).map((change) =>
    change.type === "create-todo"
      ? `${change.type} ${change.todo} ${change.issue.record.state.status}`
      : change.type,
  );
  expect(named).toEqual([
    "open-milestone",
    ...labels.map(() => "create-label"),
    "create-tracking",
    "create-todo a-0 ready",
    "claim",
    "create-todo a-1 pending",
    "create-todo b-0 pending",
  ]);
});

test("only labels that are missing are made", () => {
  const changes = decide(desiredState(plan, { ...emptySnapshot, labels: new Set(["milepost"]) }), now);
  const made = changes.flatMap((change) => (change.type === "create-label" ? [change.label.name] : []));
  expect(made).toEqual(labels.map(({ name }) => name).filter((name) => name !== "milepost"));
});

const claimOf = (
  seen: Readonly<Record<string, Seen>>,
  todo: string,
  more: Partial<Snapshot> = {},
  of: Plan = plan,
) => {
  const changes = decide(desiredState(of, seeing(of, seen, { ...known, ...more })), now);
  return changes.find(
    (change): change is ChangeOf<"claim"> => change.type === "claim" && change.todo === todo,
  );
};

test("the claim of a todo that begins says what its lane starts from", () => {
  expect(claimOf({}, "a-0")).toMatchObject({
    ...{ number: null, from: "implement", at: now.toISOString(), base: { kind: "plan", ref: "main" } },
    ...{ agent: 0, reviewer: 0, hold: null },
    ...{ starts: [], pull: null, fixes: { numbers: [], keys: [] } },
    issue: {
      title: "a 0",
      open: true,
      notPlanned: false,
      record: { todo: "a-0", state: { status: "ready" } },
    },
  });
  const wide = planWith({ a: [{}], b: [{ needs: ["a-0"] }] });
  const below = { "a-0": approved("1") };
  expect(claimOf(below, "b-0", {}, wide)).toMatchObject({
    base: { kind: "stack", ref: "p/00a-a-0" },
  });
});

const begun = { claimed: sha("c"), head: sha("1"), pull: 1 } as const;

test("the claim of a todo that was begun keeps its base, pull request and open fixes", () => {
  const asks = [
    askOf({ cause: "review", title: "Mend it", body: "" }),
    askOf({ kind: "todo", cause: "review", title: "Test it", body: "" }),
  ];
  const fixes = [
    fix("a-0"),
    {
      ...fix("a-0", { key: "1".repeat(16) }, false),
      issue: { ...fix("a-0").issue, number: 501, open: false },
    },
  ];
  const back = { record: { ...begun, status: "changes", base: "main", asks }, pull: {} } as const;
  expect(claimOf({ "a-0": back }, "a-0", { fixes })).toMatchObject({
    ...{ number: 100, from: "implement", pull: 1, base: { kind: "plan", ref: "main" } },
    fixes: { keys: [asks[0]?.key], numbers: [500] },
    issue: { record: { state: { status: "changes" }, pull: 1 } },
  });
  const stacked = { record: { ...begun, status: "review", base: "p/00b-b-0" }, pull: {} } as const;
  const wide = planWith({ a: [{ needs: ["b-0"] }], b: [{}] }, { parallel: 2 });
  const order = {
    "b-0": { record: { ...begun, pull: 2, branch: "p/00b-b-0", status: "review", base: "main" }, pull: {} },
  } as const;
  expect(claimOf({ ...order, "a-0": stacked }, "a-0", {}, wide)).toMatchObject({
    ...{ from: "review", base: { kind: "stack", ref: "p/00b-b-0" } },
    issue: { record: { state: { status: "review" } } },
  });
});

test.each<[string, Brief, object]>([
  ["was published stays on its base", {}, { kind: "plan", ref: "main" }],
  ["has nothing published rests on its need", { head: null }, { kind: "stack", ref: "p/00b-b-0" }],
  ["has no base yet rests on its need", { base: null }, { kind: "stack", ref: "p/00b-b-0" }],
])("what was begun before the plan gave it a need, and %s", (_, more, base) => {
  const needy = planWith({ a: [{ needs: ["b-0"] }], b: [{}] });
  const record = { ...begun, pull: null, status: "changes", base: "main", ...more } as const;
  const seen = { "a-0": { record }, "b-0": approved("2") };
  expect(claimOf(seen, "a-0", {}, needy)).toMatchObject({ base });
});

test("more work on what is merged may begin where its branch was left", () => {
  const asks = [askOf({ cause: "review", title: "Mend it", body: "" })];
  const merged = {
    record: { ...begun, status: "changes", base: "main", asks },
    pull: { state: "merged" },
  } as const;
  expect(claimOf({ "a-0": merged }, "a-0")).toMatchObject({ starts: [sha("1")], pull: null });
});

/** What the write of a todo says is not as it should be. */
const whyOf = (seen: Seen, text: "its own" | "edited", edit: { title?: string; labels?: string[] } = {}) => {
  const snapshot = seeing(plan, { "a-0": approved("1"), "a-1": seen }, { ...known });
  const [, one] = desiredIn(plan, snapshot);
  const todo = snapshot.todos.get("a-1");
  if (!one || !todo) throw new Error("the plan has it");
  const issue = { ...todo.issue, ...edit, text: text === "edited" ? "Mine" : todoText(one) };
  const todos = new Map([...snapshot.todos, ["a-1", { ...todo, issue }] as const]);
  const write = decide(desiredState(plan, { ...snapshot, todos }), now).find(
    (change) => change.type === "write-todo" && change.todo === "a-1",
  );
  return write?.why ?? null;
};
const waits: Seen = { record: { status: "ready", paused: true } };

test.each<[string, Parameters<typeof whyOf>, string | null]>([
  [
    "its title was edited",
    [{ record: { paused: true } }, "its own", { title: "Mine" }],
    "its title was edited",
  ],
  ["its text was edited", [{ record: { paused: true } }, "edited"], "its text was edited"],
  ["its state is another", [waits, "its own"], "it is pending"],
  ["its label is another", [{ record: { paused: true } }, "its own", { labels: [] }], "it is pending"],
  [
    "its issue is open",
    [approved("2", { open: false, record: { base: "gone" } }), "its own"],
    "its base is main",
  ],
  [
    "its issue was closed too early",
    [{ record: { paused: true }, open: false }, "its own"],
    "it was closed without an approval; it is open again",
  ],
  ["nothing is wrong", [{ record: { paused: true } }, "its own"], null],
])("a todo is written, with the reason, when %s", (_, args, expected) => {
  expect(whyOf(...args)).toBe(expected);
});

test.each<[string, Readonly<Record<string, Seen>>, Partial<Snapshot>, boolean]>([
  ["every todo is approved and closed", {}, {}, true],
  ["there is no milestone", {}, { milestone: null }, false],
  ["a todo is not approved", { "b-0": {} }, {}, false],
  ["a run holds a todo", { "b-0": approved("3", { claim: "live" }) }, {}, false],
  [
    "an approved todo's issue is open, and a run holds it",
    { "b-0": approved("3", { claim: "live", open: true }) },
    {},
    false,
  ],
  ["a fix is open", {}, { fixes: [fix("a-0")] }, false],
  ["a fix is closed", {}, { fixes: [fix("a-0", {}, false)] }, true],
])("whether a plan seems done, when %s", (_, seen, more, expected) => {
  const all = { "a-0": approved("1"), "a-1": approved("2"), "b-0": approved("3"), ...seen };
  expect(
    seemsDone(desiredState(plan, seeing(plan, all, { ...known, milestone: milestoneOf(plan), ...more }))),
  ).toBe(expected);
});
