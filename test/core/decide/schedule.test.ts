import { decide } from "../../../src/core/decide/decide.ts";
import { neverReady, schedule } from "../../../src/core/decide/schedule.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import type { SeenFix, Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import type { DesiredTodo } from "../../../src/core/todo/desired.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { type Ask, askOf } from "../../../src/core/verdict/verdict.ts";
import { approved, desiredIn, fix, planWith, type Seen, seeing, sha } from "../scene.ts";
import { load } from "../world/plans.ts";

const claimed = (plan: Plan, snapshot: Snapshot) =>
  decide(desiredState(plan, snapshot), new Date(0)).flatMap((change) =>
    change.type === "claim" ? [`${change.from} ${change.todo}`] : [],
  );
const starts = (plan: Plan, seen: Readonly<Record<string, Seen>> = {}, more: Partial<Snapshot> = {}) =>
  claimed(plan, seeing(plan, seen, more));

test("the longest remaining chain goes first, then the order", () => {
  const plan = planWith({ a: [{}], b: [{}], c: [{}, {}], d: [{ needs: ["b-0"] }, {}, {}] }, { parallel: 2 });
  expect(starts(plan)).toEqual(["implement b-0", "implement c-0"]);
  expect(starts({ ...plan, parallel: 3 })).toEqual(["implement b-0", "implement c-0", "implement a-0"]);
});

test("chains go through bodies that wait for others, and through phases", () => {
  const plan = (c: object) =>
    load({
      version: 1,
      plan: "p",
      title: "P",
      parallel: 1,
      bodies: [
        { body: "a", todos: [{ todo: "a-0", title: "A" }] },
        { body: "b", todos: [{ todo: "b-0", title: "B" }] },
        { body: "c", ...c },
      ],
    });
  expect(starts(plan({ after: ["b"], todos: [{ todo: "c-0", title: "C" }] }))).toEqual(["implement b-0"]);
  expect(starts(plan({ todos: [{ todo: "c-0", title: "C", phase: 1 }] }))).toEqual(["implement a-0"]);
});

const two = planWith({ a: [{}, {}], b: [{ needs: ["a-1"] }, { phase: 1 }] });

test.each<[string, Readonly<Record<string, Seen>>, readonly string[]]>([
  ["needs that are not done", {}, ["implement a-0"]],
  [
    "an earlier todo of the body that is under review",
    {
      "a-0": {
        record: { status: "review", claimed: sha("c"), pull: 1, head: sha("1"), base: "main" },
        pull: {},
      },
    },
    ["review a-0"],
  ],
  ["an earlier todo of the body that is blocked", { "a-0": { record: { status: "blocked" } } }, []],
  ["nothing once the earlier todo is approved", { "a-0": approved("1") }, ["implement a-1"]],
  [
    "nothing once the earlier todo is skipped",
    { "a-0": { open: false, notPlanned: true } },
    ["implement a-1"],
  ],
  ["lower phases", { "a-0": approved("1"), "a-1": approved("2") }, ["implement b-0"]],
  [
    "a run that holds the body",
    {
      "a-0": {
        record: {
          status: "working",
          claim: { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" },
          claimed: sha("c"),
        },
        claim: "live",
      },
    },
    [],
  ],
  ["a pause of its own", { "a-0": { record: { paused: true } } }, []],
])("a todo waits for %s", (_, seen, expected) => {
  expect(starts(two, seen)).toEqual(expected);
});

const changes = (verdict: object | null, more: object = {}): Record<string, Seen> => {
  const given = { commit: sha("1"), approved: false, round: 1, rules: [], by: "reviewer", person: false };
  const record = { ...approved("1").record, status: "changes" as const, ...more };
  return {
    "a-0": {
      ...approved("1"),
      open: true,
      record: { ...record, verdict: verdict && { ...given, ...verdict } },
    },
  };
};
const finding = {
  key: "a".repeat(16),
  path: null,
  line: null,
  text: "No",
  first: 1,
  seen: 1,
  running: 1,
  open: true,
};

test.each<[string, Record<string, Seen>, readonly string[]]>([
  [
    "was reviewed goes to its agent, though nothing is asked by now",
    changes({}, { findings: [finding] }),
    ["implement a-0"],
  ],
  ["nobody has reviewed goes to its review", changes({ commit: sha("2") }), ["review a-0"]],
  ["has no verdict goes to its review", changes(null), ["review a-0"]],
])("a head that %s", (_, seen, expected) => {
  expect(starts(two, seen)).toEqual(expected);
});

test("nothing starts while the plan is paused", () => {
  const issue = { number: 9, title: "Milepost: P", text: "", open: true, notPlanned: false, labels: [] };
  const tracking = { issue, record: { ...newTracking("p", new Date(0)), paused: true } } as const;
  expect(starts(two, {}, { tracking })).toEqual([]);
});

test("open fixes come before the body's next todo, and all of them go to the agent together", () => {
  const asked = [
    fix("a-0", { key: sha("1").slice(-16), cause: "person" }),
    fix("a-0", { key: sha("2").slice(-16), cause: "person" }),
  ];
  const fixes = asked.map((one, at) => ({ ...one, issue: { ...one.issue, number: 500 + at } }));
  const changes = decide(desiredState(two, seeing(two, { "a-0": approved("1") }, { fixes })), new Date(0));
  const claims = changes.filter((change) => change.type === "claim");
  expect(claims.map(({ todo, fixes }) => [todo, fixes.numbers])).toEqual([["a-0", [500, 501]]]);
});

const askFor = (kind: Ask["kind"]): Ask => askOf({ kind, cause: "review", title: "Mend it", body: "There." });

test.each<[string, string, { asks?: Ask[]; fixes?: SeenFix[]; pull?: null }]>([
  ["asked for a fix whose issue is not open yet", "implement", { asks: [askFor("fix")] }],
  ["asked for nothing more, but with a fix open", "implement", { fixes: [fix("a-0")] }],
  ["asked for a fix that is open", "implement", { asks: [askFor("fix")], fixes: [fix("a-0")] }],
  ["with its only fix closed", "review", { fixes: [fix("a-0", {}, false)] }],
  ["asked for a new todo only", "review", { asks: [askFor("todo")] }],
  ["asked for nothing, but without a pull request", "implement", { pull: null }],
])("a todo that was sent back, %s, begins with %s", (_, from, { asks = [], fixes = [], pull }) => {
  const record = { status: "changes", claimed: sha("c"), head: sha("1"), base: "main", asks: asks } as const;
  const seen: Seen = pull === null ? { record } : { record: { ...record, pull: 1 }, pull: {} };
  expect(starts(two, { "a-0": seen }, { fixes })).toEqual([`${from} a-0`]);
});

const wide = planWith({ a: [{}, {}, {}], b: [{ phase: 1 }], c: [{}] }, { parallel: 2 });
const three = planWith({ a: [{}], b: [{}], c: [{}] }, { parallel: 2 });
const claim = { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
const held: Seen = { record: { status: "working", claim, claimed: sha("c") }, claim: "live" };
const begun: Seen = { record: { claimed: sha("c") } };
const inReview: Seen = {
  record: { status: "review", claimed: sha("c"), pull: 1, head: sha("1"), base: "main" },
  pull: {},
};
/** Ids of what starts of these todos, some of which reviews asked for. */
const firstOf = (seen: Readonly<Record<string, Seen>>, followUps: readonly string[] = [], plan = wide) => {
  const all = desiredIn(plan, seeing(plan, seen)).map(
    (one): DesiredTodo => (followUps.includes(one.todo.id) ? { ...one, origin: "follow-up" } : one),
  );
  const { starts } = schedule(all, plan, { paused: false, now: new Date(0) });
  return starts.map(({ one }) => one.todo.id);
};

test.each<[string, Parameters<typeof firstOf>, string[]]>([
  ["the lowest phase alone", [{}], ["a-0", "c-0"]],
  ["the lowest phase alone, though a lane is free", [{}, [], { ...wide, parallel: 3 }], ["a-0", "c-0"]],
  ["no more lanes than are free", [{ "c-0": held }, [], three], ["a-0"]],
  ["nothing where no lane is free", [{ "a-0": held, "c-0": held }], []],
  ["nothing beside its body's lane", [{ "a-0": held, "a-1": begun }], ["c-0"]],
  ["what is under way before what was begun", [{ "a-1": begun, "a-2": inReview }], ["a-2", "c-0"]],
  ["what was begun before what a review asked for", [{ "a-2": begun }, ["a-1"]], ["a-2", "c-0"]],
  ["what a review asked for before the plan's next", [{}, ["a-2"]], ["c-0", "a-2"]],
  ["of two that were begun the earlier", [{ "a-1": begun, "a-2": begun }], ["a-1", "c-0"]],
])("in each body starts %s", (_, args, expected) => {
  expect(firstOf(...args).sort()).toEqual(expected.toSorted());
});

test("while its base is broken only what has a branch goes on", () => {
  const plan = planWith({ a: [{}], b: [{}], c: [{}] });
  const begunBefore: Seen = { record: { claimed: sha("c"), head: sha("1"), base: "main" } };
  const all = desiredIn(plan, seeing(plan, { "a-0": begunBefore, "b-0": begun }));
  const startsWith = (isBaseBroken: boolean) =>
    schedule(all, plan, { paused: false, now: new Date(0), isBaseBroken })
      .starts.map(({ one }) => one.todo.id)
      .sort();
  expect([startsWith(true), startsWith(false)]).toEqual([["a-0"], ["a-0", "b-0", "c-0"]]);
});

test("what the plan no longer has is not started, though it was under way", () => {
  const without = planWith({ a: [], c: [{}] });
  const snapshot = seeing(planWith({ a: [{}], c: [{}] }), { "a-0": inReview });
  expect(claimed(without, snapshot)).toEqual(["implement c-0"]);
});

test("a body that comes after another begins when that is done", () => {
  const plan = planWith({ a: [{}], b: [{}] });
  const after = {
    ...plan,
    bodies: plan.bodies.map((body) => (body.id === "b" ? { ...body, after: ["a"] } : body)),
  };
  expect([starts(after), starts(after, { "a-0": approved("1") })]).toEqual([
    ["implement a-0"],
    ["implement b-0"],
  ]);
});

test.each<[string, Readonly<Record<string, Seen>>, string[]]>([
  ["that need each other, and what waits for them", {}, ["a-0", "a-1", "a-2", "b-0", "c-0"]],
  ["unless one of them is done", { "c-0": approved("1") }, []],
  ["unless one of them is in its review", { "c-0": inReview }, []],
])("todos are never ready %s", (_, seen, expected) => {
  const all = desiredIn(wide, seeing(wide, seen)).map(
    (one): DesiredTodo => ({ ...one, todo: { ...one.todo, needs: needs[one.todo.id] ?? [] } }),
  );
  const ids = (found: readonly DesiredTodo[]) => found.map(({ todo }) => todo.id).sort();
  expect(ids(neverReady(all, wide))).toEqual(expected);
  const left = all.map((one): DesiredTodo => (one.todo.id === "c-0" ? { ...one, origin: "orphan" } : one));
  expect(ids(neverReady(left, wide))).toEqual([]);
});
const needs: Readonly<Record<string, string[]>> = { "a-0": ["c-0"], "c-0": ["a-0"] };
