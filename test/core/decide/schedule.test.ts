import { decide } from "../../../src/core/decide/decide.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import type { SeenFix, Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredState } from "../../../src/core/todo/desired-state.ts";
import { type Ask, askOf } from "../../../src/core/verdict/verdict.ts";
import { approved, fix, planWith, type Seen, seeing, sha } from "../scene.ts";
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
