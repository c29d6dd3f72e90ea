import { inboxChanges, trackingChanges } from "../../../src/core/decide/tracking.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { desiredIn, planWith, type Seen, seeing, sha } from "../scene.ts";

const plan = planWith({ a: [{}], b: [{}] }, { title: "x".repeat(256) });
const now = new Date(0);
const first = seeing(plan, {});
const changesOf = (snapshot: Snapshot, ended: [] | null = null) =>
  trackingChanges(desiredIn(plan, snapshot), plan, snapshot, { ended, held: [], now }).flatMap((change) =>
    change.type === "create-tracking" || change.type === "write-tracking" ? [change] : [],
  );

/** The plan with its tracking issue as it should be. */
const tracked = (more: Partial<Snapshot> = {}): Snapshot => {
  const [made] = changesOf(first);
  if (!made) throw new Error("it is made");
  const { title, text, record, open } = made.tracking;
  const issue = { number: 9, title, text, open, notPlanned: false, labels: [] };
  return { ...first, ...more, tracking: { issue, record } };
};
const inbox = { ...newTracking("p", now).inbox, answered: [7] };

test("a plan's tracking issue is made once, with a title that the forge takes", () => {
  const [made] = changesOf(first);
  expect(made).toMatchObject({
    ...{ type: "create-tracking", why: "the plan has none" },
    tracking: { open: true, record: newTracking("p", now) },
  });
  expect(made?.tracking.title.length).toBe(256);
  expect(changesOf(tracked())).toEqual([]);
});

test.each<[string, Snapshot, [] | null, object[]]>([
  ["when comments were answered", tracked({ inbox }), null, [{ why: "comments were answered" }]],
  ["when the plan has ended", tracked(), [], [{ why: "the plan went on", tracking: { open: false } }]],
])("it is written %s", (_, snapshot, ended, expected) => {
  expect(changesOf(snapshot, ended)).toMatchObject(expected.map((one) => ({ number: 9, ...one })));
});

test("of a closed plan's no more is written than which comments were answered", () => {
  expect([inboxChanges(first), inboxChanges(tracked())]).toEqual([[], []]);
  const seen = tracked({ inbox });
  expect(inboxChanges(seen)).toMatchObject([
    {
      ...{ type: "write-tracking", why: "comments were answered", number: 9 },
      tracking: { record: { kind: "tracking", plan: "p", inbox }, open: true },
    },
  ]);
});

const claim = { run: "r", sha: sha("c"), at: "2026-11-22T00:00:00.000Z" };
const working = (reads: object, live: Partial<Seen>): Seen => ({
  record: { status: "working", claim: { ...claim, ...reads }, claimed: claim.sha },
  ...live,
});

test.each<[string, Seen, number]>([
  ["a live run of version 1 holds one of its todos", working({ reads: 1 }, { claim: "live" }), 1],
  ["that run has ended", working({ reads: 1 }, { claim: "interrupted" }), 2],
  ["a run of this version holds it", working({}, { claim: "live" }), 2],
])("its record is of version 1 or 2 as its readers are: when %s", (_, seen, version) => {
  const snapshot = seeing(plan, { "a-0": seen, "b-0": {} });
  expect(changesOf(snapshot)[0]?.tracking.record.v).toBe(version);
});
