import type { CiLook } from "../../../src/core/ci/look.ts";
import { noRules } from "../../../src/core/ci/rules.ts";
import type { ChangeOf } from "../../../src/core/decide/change.ts";
import { claims } from "../../../src/core/decide/claims.ts";
import type { Schedule } from "../../../src/core/decide/schedule.ts";
import { maxParts } from "../../../src/core/plan/order.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import type { LaneStart } from "../../../src/core/todo/state.ts";
import { askOf } from "../../../src/core/verdict/verdict.ts";
import { approved, ciLook, desiredIn, fix, planWith, type Seen, seeing, sha } from "../scene.ts";
import type { Brief } from "../todo/brief.ts";

const plan = planWith({ a: [{}], b: [{}], c: [{ needs: ["a-0", "b-0"] }] });
const [a, b] = ["p/00a-a-0", "p/00b-b-0"];
const now = new Date("2026-11-22T12:00:00Z");
const below = { "a-0": approved("1"), "b-0": approved("2") };

interface Claim {
  readonly from?: LaneStart;
  readonly of?: Plan;
  readonly seen?: Readonly<Record<string, Seen>>;
  readonly more?: Partial<Snapshot>;
  readonly ci?: CiLook;
  readonly methods?: Snapshot["methods"];
}

/** The claim of `c-0`, begun with this record. */
const claimed = (
  record: Brief,
  { from = "implement", of = plan, seen = {}, more = {}, ci, methods = null }: Claim = {},
): ChangeOf<"claim"> => {
  const upper = { record: { status: "changes", claimed: sha("c"), ...record } } as const;
  const todos = desiredIn(of, seeing(of, { ...below, "c-0": upper, ...seen }, more));
  const one = todos.find(({ todo }) => todo.id === "c-0");
  if (!one) throw new Error("it is there");
  const starts = [{ one, from, agent: 1, reviewer: 0, hold: null }];
  const scheduled: Schedule = { starts, held: new Map(), waiting: [], ready: new Set() };
  const [claim] = claims(todos, of, { scheduled, now, restacking: { ci, methods } });
  if (claim?.type !== "claim") throw new Error("it is claimed");
  return claim;
};

const integration = "milepost/base/00c";
const merged = { state: "merged" } as const;

test.each<[string, Brief, Claim, object]>([
  [
    "begins on all that it needs",
    { base: null },
    {},
    { kind: "integration", ref: "milepost/base/01c", parts: [a, b] },
  ],
  ["goes on where it began", { base: "main", head: sha("3"), pull: 3 }, {}, { kind: "plan", ref: "main" }],
  [
    "goes on with the branch on which it rests",
    { base: a, head: sha("3"), pull: 3 },
    {},
    { kind: "stack", ref: a },
  ],
  [
    "goes on with the branches that were merged for it",
    { base: integration, head: sha("3"), pull: 3 },
    {},
    { kind: "integration", ref: integration, parts: [a, b] },
  ],
  [
    "goes on with the branch that they were merged into, once none of them is left",
    { base: integration, head: sha("3"), pull: 3 },
    { seen: { "a-0": approved("1", { pull: merged }), "b-0": approved("2", { pull: merged }) } },
    { kind: "stack", ref: integration },
  ],
  [
    "begins anew on what it needs now, where nothing was done",
    { base: a, head: null },
    {},
    { kind: "integration", ref: "milepost/base/01c", parts: [a, b] },
  ],
])("a lane %s", (_, record, more, base) => {
  expect(claimed(record, more).base).toEqual(base);
});

test("a claim knows what its lane begins with", () => {
  const asks = [
    askOf({ cause: "review", title: "Mend", body: "x" }),
    askOf({ kind: "todo", cause: "review", title: "More", body: "y" }),
  ];
  const open = fix("c-0", { key: asks[0]?.key ?? "" });
  const claim = claimed({ base: "main", head: sha("3"), pull: 3, asks }, { more: { fixes: [open] } });
  expect(claim).toMatchObject({
    ...{ at: now.toISOString(), from: "implement", agent: 1, reviewer: 0, hold: null, pull: 3 },
    fixes: { keys: [asks[0]?.key], numbers: [500] },
    starts: [],
  });
  for (const key of ["keys", "dropped", "usdLeft", "isUpdate", "asOne"])
    expect(claim).not.toHaveProperty(key);
});

test.each<[LaneStart, RegExp]>([
  ["implement", /^`01c` can start/],
  ["review", /^`01c` can start/],
  ["restack", /^`01c` lacks something of what it rests on/],
  ["split", /^`01c` is over the limits/],
])("why a lane begins with %s", (from, why) => {
  expect(claimed({ base: "main", head: sha("3") }, { from }).why).toMatch(why);
});

test.each<[string, Brief, Seen, readonly string[]]>([
  [
    "where nothing was done",
    { base: "main", head: sha("3"), rested: { of: "main", commit: sha("3"), parts: [] } },
    {},
    [sha("3")],
  ],
  ["at its head, which is nowhere before that", { base: "main", head: null }, {}, []],
  [
    "at nothing, where work was done",
    { base: "main", head: sha("3"), rested: { of: "main", commit: sha("1"), parts: [] } },
    {},
    [],
  ],
])("a branch may stand %s", (_, record, seen, starts) => {
  expect(claimed(record, { seen: seen.record ? { "c-0": seen } : {} }).starts).toEqual(starts);
});

test("a branch that was merged may stand at what is merged", () => {
  const seen = { "c-0": approved("3", { pull: merged, record: { status: "changes", base: "main" } }) };
  expect(claimed({}, { seen }).starts).toEqual([sha("3")]);
});

const cut = { work: sha("7"), onto: sha("3"), letters: 2, depth: 1 };

test.each<[string, object, object]>([
  ["that an earlier lane began with", cut, { letters: 2, depth: 1 }],
  [
    "that are free, before any has begun",
    { ...cut, letters: 0, depth: null },
    { letters: maxParts, depth: 0 },
  ],
])("the parts of a cut todo get the keys %s", (_, of, keys) => {
  expect(claimed({ base: "main", head: sha("3"), pull: 3, cut: of as typeof cut }).keys).toEqual(keys);
});

test("it hears what the branches below it were made anew without", () => {
  const rested = { of: "main", commit: sha("1"), parts: [], dropped: sha("d") };
  const seen = { "a-0": approved("1", { record: { rested } }) };
  expect(claimed({ base: a, head: sha("3"), pull: 3 }, { seen }).dropped).toEqual([sha("d")]);
});

const onBase = { base: "main", head: sha("3"), pull: 3 };
const replays = ciLook({ rules: { ...noRules, methods: ["rebase"] } });

test.each<[string, Brief, Claim, object]>([
  [
    "as its base's rule wants it",
    onBase,
    { from: "restack", ci: ciLook({ update: "c-0" }) },
    { isUpdate: true },
  ],
  ["as its record wants it", { ...onBase, behind: true }, { from: "restack" }, { isUpdate: true }],
  ["for another reason", onBase, { from: "restack", ci: ciLook({ update: "a-0" }) }, {}],
  [
    "as one commit, where commits are replayed alone",
    onBase,
    { from: "restack", methods: ["rebase"] },
    { asOne: true },
  ],
  [
    "as one commit, where the base's rules leave nothing else",
    onBase,
    { from: "restack", methods: ["merge", "rebase"], ci: replays },
    { asOne: true },
  ],
  ["by a merge, where that may be", onBase, { from: "restack", methods: ["merge", "rebase"] }, {}],
  [
    "not at all, where it rests on another branch",
    { ...onBase, base: a },
    { from: "restack", methods: ["rebase"], ci: ciLook({ update: "c-0" }) },
    {},
  ],
  ["not at all, where its agent works", onBase, { methods: ["rebase"], ci: ciLook({ update: "c-0" }) }, {}],
])("a branch takes in the plan's base %s", (_, record, more, expected) => {
  const { isUpdate, asOne } = claimed(record, more);
  expect({ ...(isUpdate && { isUpdate }), ...(asOne && { asOne }) }).toEqual(expected);
});

test("what a todo may still cost is told where there is a limit", () => {
  const of = planWith({ a: [{}], b: [{}], c: [{ needs: ["a-0", "b-0"] }] }, { limits: { usd: 5 } });
  expect(claimed(onBase, { of }).usdLeft).toBe(5);
});

test("nothing is claimed where nothing starts", () => {
  const scheduled: Schedule = { starts: [], held: new Map(), waiting: [], ready: new Set() };
  expect(claims([], plan, { scheduled, now, restacking: { ci: undefined, methods: null } })).toEqual([]);
});
