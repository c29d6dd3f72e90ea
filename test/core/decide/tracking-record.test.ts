import { nothingDue } from "../../../src/core/decide/notices.ts";
import { retold, trackingChanges } from "../../../src/core/decide/tracking.ts";
import type { LandingEntry, LandingState } from "../../../src/core/proof/landing.ts";
import type { TrackingRecord } from "../../../src/core/snapshot/record.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { approved, desiredIn, planWith, seeing, sha } from "../scene.ts";

const plan = planWith({ a: [{}], b: [{}] });
const now = new Date(0);
type Tracked = Parameters<typeof trackingChanges>[3];

const changesOf = (snapshot: Snapshot, more: Partial<Tracked> = {}, of = plan) =>
  trackingChanges(desiredIn(plan, snapshot), of, snapshot, { ended: null, held: [], now, ...more });

const first = seeing(plan, { "a-0": {}, "b-0": {} });

/** The plan with its tracking issue as it is when no more is known than this. */
const tracked = (record: Partial<TrackingRecord> = {}, more: Partial<Tracked> = {}): Snapshot => {
  const [made] = changesOf(first, more);
  if (made?.type !== "create-tracking") throw new Error("it is made");
  const { title, text, open } = made.tracking;
  const issue = { number: 9, title, text, open, notPlanned: false, labels: [] };
  return { ...first, tracking: { issue, record: { ...made.tracking.record, ...record } } };
};
const recordIn = (snapshot: Snapshot, more: Partial<Tracked> = {}, of = plan): TrackingRecord | undefined => {
  const [change] = changesOf(snapshot, more, of);
  return change?.type === "write-tracking" || change?.type === "create-tracking"
    ? change.tracking.record
    : undefined;
};

test("what a command set of the plan is remembered, fifty of at most a thousand characters", () => {
  const overrides = ["parallel=2", "x".repeat(1200), ...Array.from({ length: 60 }, (_, at) => `o${at}`)];
  const { set = [] } = recordIn(tracked(), {}, { ...plan, overrides }) ?? {};
  expect([set.length, set[0], set[1]?.length, set.at(-1)]).toEqual([50, "parallel=2", 1000, "o47"]);
  // What was set before is not, once nothing is.
  const before = tracked({ set: ["parallel=2"] });
  expect(recordIn(before)).not.toHaveProperty("set");
  expect(recordIn(tracked(), {}, { ...plan, overrides: ["a=1"] })?.set).toEqual(["a=1"]);
});

test("commands that pass on the base are remembered, and that is written once", () => {
  expect(recordIn(tracked(), { proven: "k" })?.proven).toBe("k");
  expect(changesOf(tracked({ proven: "k" }), { proven: "k" })).toEqual([]);
  expect(changesOf(tracked({ proven: "k" }))).toEqual([]);
});

const entry = { kind: "landing" } as LandingEntry;
const unproven = (base: string, more: object = {}): LandingState => ({
  ...{ kind: "unproven", heads: [], of: "heads", base: sha(base), entry },
  ...more,
});
const begun = (of: string, ...bases: string[]): Partial<TrackingRecord> => ({
  landing: { of, bases: bases.map(sha) },
});

test.each<[string, Partial<TrackingRecord>, LandingState, object | undefined]>([
  ["the first base", {}, unproven("1"), begun("heads", "1").landing],
  ["a base after another", begun("heads", "1"), unproven("2"), begun("heads", "1", "2").landing],
  [
    "the last three bases",
    begun("heads", "1", "2", "3"),
    unproven("4"),
    begun("heads", "2", "3", "4").landing,
  ],
  ["a base once, as the last", begun("heads", "1", "2"), unproven("1"), begun("heads", "2", "1").landing],
  ["nothing of other heads", begun("others", "1", "2"), unproven("3"), begun("heads", "3").landing],
  [
    "nothing new while another is at it",
    begun("heads", "1"),
    unproven("2", { entry: null }),
    begun("heads", "1").landing,
  ],
])("of a proof that begins is remembered %s", (_, known, landing, expected) => {
  const record = recordIn(tracked(known), { landing, isStarting: true });
  expect(record?.landing).toEqual(expected);
});

const passed: LandingState = {
  ...{ kind: "passed", of: "heads", base: sha("b"), isFlaky: true, isOutdated: false },
  heads: [{ todo: "a-0", order: "00a", branch: "p/00a-a-0", head: sha("1") }],
  trees: [sha("e0"), sha("e1")],
};

test.each<[string, Partial<Tracked>, object | undefined]>([
  [
    "that it was proved",
    { ended: [], landing: passed },
    { todos: 1, base: sha("b"), tree: sha("e1"), isFlaky: true, isOutdated: false },
  ],
  ["nothing where nobody asked for a proof", { ended: [] }, undefined],
  ["nothing where there is no tree", { ended: [], landing: { ...passed, trees: [] } }, undefined],
  ["nothing where it is not proved", { ended: [], landing: unproven("1") }, undefined],
  ["nothing before the plan has ended", { landing: passed, isStarting: true }, undefined],
])("of what landed is remembered %s", (_, more, expected) => {
  expect(recordIn(tracked(), more)?.landed).toEqual(expected);
});

test("marks of links are remembered, and written once", () => {
  expect(recordIn(tracked(), { linked: ["m1", "m2"] })?.linked).toEqual(["m1", "m2"]);
  expect(changesOf(tracked({ linked: ["m1", "m2"] }), { linked: ["m1", "m2"] })).toEqual([]);
  expect(recordIn(tracked({ linked: ["m1"] }), { isStarting: true })?.linked).toEqual(["m1"]);
});

test("a tracking issue that is right is written all the same before lanes start, and says that it is", () => {
  expect(changesOf(tracked(), { isStarting: true })).toMatchObject([
    { type: "write-tracking", isRight: true, number: 9 },
  ]);
  const [other] = changesOf(tracked(), { proven: "k", isStarting: true });
  expect(other).toMatchObject({ why: "the plan went on" });
  expect(other).not.toHaveProperty("isRight");
});

const notice = (event: string) => ({ notice: { event } }) as (typeof nothingDue.deliveries)[number];
const memory = { ...nothingDue.memory, ended: ["x"] };

test("people are told after it is written that they are, each kind of notice named once", () => {
  const due = { deliveries: [notice("done"), notice("stuck"), notice("done")], memory };
  const changes = changesOf(tracked(), { due, isStarting: true });
  expect(changes).toMatchObject([
    { type: "write-tracking", why: "people are told", tracking: { record: { notices: memory } } },
    { type: "notify", why: "people are to know: done, stuck", number: 9, deliveries: due.deliveries },
  ]);
  expect(changes[0]).not.toHaveProperty("isRight");
  expect(recordIn(tracked(), { due: { deliveries: [], memory }, isStarting: true })).not.toHaveProperty(
    "notices",
  );
});

test("it is told anew of what was written since, and of no other todo", () => {
  const [made] = changesOf(first);
  if (made?.type !== "create-tracking") throw new Error("it is made");
  const { telling, tracking } = made;
  const now = seeing(plan, { "a-0": approved("1"), "b-0": {} }).todos.get("a-0");
  if (!now || !telling) throw new Error("it is seen");
  const again = retold(tracking, telling, new Map([["a-0", now]]));
  expect(retold(tracking, telling, new Map())).toEqual(tracking);
  expect({ ...again, text: "" }).toEqual({ ...tracking, text: "" });
  const lineOf = (text: string, todo: string) => text.split("\n").filter((line) => line.includes(todo));
  expect(lineOf(again.text, "a 0")).not.toEqual(lineOf(tracking.text, "a 0"));
  expect(lineOf(again.text, "b 0")).toEqual(lineOf(tracking.text, "b 0"));
});
