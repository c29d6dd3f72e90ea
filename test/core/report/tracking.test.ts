import { nothingSpent } from "../../../src/core/cost/ledger.ts";
import { trackingChanges } from "../../../src/core/decide/tracking.ts";
import type { PastLane } from "../../../src/core/lane/past-lane.ts";
import { maxTrackingText, trackingText } from "../../../src/core/report/tracking-text.ts";
import { maxBody, withRecord } from "../../../src/core/snapshot/marker.ts";
import { newTracking } from "../../../src/core/snapshot/record.ts";
import type { Snapshot } from "../../../src/core/snapshot/snapshot.ts";
import { approved, desiredIn, planWith, type Seen, seeing } from "../scene.ts";

const record = newTracking("p", new Date(0));

const textOf = (plan: ReturnType<typeof planWith>, seen: Readonly<Record<string, Seen>>) =>
  trackingText(desiredIn(plan, seeing(plan, seen)), { plan, record, ended: null });

test("it shows how far the plan is, each todo with its state, pull request and what it waits for", () => {
  const plan = planWith({ a: [{ title: "Open | close" }, {}], b: [{ needs: ["a-0"] }] });
  const blocked: Seen = {
    record: {
      status: "blocked",
      reason: { code: "untold", said: "why\n@all: `a <b>|`, <b>" },
      claimed: "c".repeat(40),
    },
  };
  const text = textOf(plan, { "a-0": blocked, "a-1": {}, "b-0": {} });
  expect(text).toContain("0 of 3 todos done · 1 blocked");
  expect(text).toContain("### a: 0 of 2");
  expect(text).toMatch(
    /\| `00a` #100 \| Open \\\| close \| blocked \| {2}\| {2}\| why @\u200ball: `a <b>\\\|`, \\<b\\><br>next: `.milepost retry` on #100 \|/,
  );
  expect(text).toMatch(/\| `\w+` #101 \| a 1 \| pending \| {2}\| {2}\| #100 \|/);
  expect(text).toContain("`/milepost help`");
  expect(textOf(plan, { "a-0": approved("1"), "a-1": approved("2") })).toContain("2 of 3 todos done");
});

test("it shows what todos, bodies and steps took, and what of it came to nothing", () => {
  const part = { runs: 1, milliseconds: 1000, tokens: 10, usd: 1 };
  const spent = { ...nothingSpent, runs: 2, usd: 1.5, steps: { implement: part }, wasted: part };
  const plan = planWith({ a: [{}, {}], b: [{}] });
  const text = textOf(plan, { "a-0": { record: { spent } }, "a-1": { record: { spent } } });
  expect(text).toContain("took $3.00");
  expect(text).toContain("Of that implement $2.00; $2.00 of it for 2 runs that came to nothing.");
  expect(text).toContain("### a: 0 of 2, $3.00");
  expect(text).toMatch(/\| a 0 \| pending \| {2}\| \$1\.50 \|/);
});

test("it says first what needs a person, and draws lanes over time with what they took, as far as there is room", () => {
  const plan = planWith({ a: [{ title: "Pay <b>" }], b: [{}] });
  const ran = [
    { step: "implement", account: "claude", milliseconds: 60_000, tokens: 9, usd: 1, assumedUsd: 0 },
  ];
  const lane = {
    ...{ claim: "c", begun: "2026-11-22T00:00:00.000Z", ended: "2026-11-22T00:05:00.000Z", round: 2 },
    ...{ how: "blocked", gates: [] },
  };
  const lanes = [{ ...lane, ran }] as unknown as PastLane[];
  const spent = { ...nothingSpent, runs: 1, usd: 1, milliseconds: 60_000 };
  const reason = { code: "agent-asks", said: "which?" } as const;
  const blocked: Seen = { record: { status: "blocked", reason, claimed: "c".repeat(40), lanes, spent } };
  const text = textOf(plan, { "a-0": blocked, "b-0": {} });
  expect(text).toContain("### Needs you: 1\n\n- **`00a`** Pay \\<b\\> (#100): ");
  expect(text.indexOf("Needs you")).toBeLessThan(text.indexOf("flowchart"));
  expect(text).toContain("  section a\n  00a round 2 :crit, 1795305600000, 1795305900000");
  expect(text).toContain("| program | claude | $1.00 | 9 | 1.0 |");
});

test("it draws what waits for what, each todo in the colour of its state, as long as a drawing can be read", () => {
  const plan = planWith({ a: [{ title: 'Say "no"; <b>[end]' }, {}], b: [{ needs: ["a-0"] }] });
  const text = textOf(plan, { "a-0": approved("1"), "a-1": { record: { status: "blocked" } } });
  expect(text).toContain('t0["00a Say no b end"]:::approved');
  expect(text).toMatch(/t1\["\w+ a 1"\]:::blocked/);
  expect(text).toContain("t0 --> t2");
  expect(text).toContain("class b0,b1 body");
  expect(textOf(planWith(bodies(13, 10)), {})).not.toContain("mermaid");
  const first = Array.from({ length: 30 }, () => ({}));
  const needs = first.map((_, at) => `a-${at}`);
  expect(textOf(planWith({ a: first, b: first.map(() => ({ needs })) }), {})).not.toContain("mermaid");
});

const bodies = (count: number, todos: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `b${at}`,
      Array.from({ length: todos }, () => ({ title: "A title of some length, as titles are: ".repeat(3) })),
    ]),
  );

const done = (plan: ReturnType<typeof planWith>, isDone: (body: number, todo: number) => boolean) =>
  Object.fromEntries(
    plan.bodies.flatMap(({ todos }, body) =>
      todos.flatMap((todo, at) => [[todo.id, isDone(body, at) ? approved("1") : {}] as const]),
    ),
  );

test.each([
  ["of which nothing is done", () => false],
  ["of which half of the bodies are done", (body: number) => body % 2 === 0],
  ["of which almost everything is done", (_: number, todo: number) => todo > 0],
])("a plan of 256 bodies and thousands of todos %s fits", (_, isDone) => {
  const plan = planWith(bodies(256, 10));
  const text = textOf(plan, done(plan, isDone));
  expect(text.length).toBeLessThanOrEqual(maxTrackingText);
  expect(withRecord(record, text).length).toBeLessThanOrEqual(maxBody);
  for (const { id } of plan.bodies) expect(text).toContain(`### ${id}: `);
  expect(text).toContain("How to steer");
});

test("done bodies are folded before anything else is left out", () => {
  const plan = planWith(bodies(60, 10));
  const text = textOf(
    plan,
    done(plan, (body) => body > 5),
  );
  expect(text.match(/^\| `/gm)).toHaveLength(60);
  expect(text).toContain("### b59: 10 of 10");
});

test("it is written when it changes, or when comments were answered, and otherwise left alone", () => {
  const plan = planWith({ a: [{}] });
  const first = seeing(plan, { "a-0": {} });
  const write = (snapshot: Snapshot, now = plan) =>
    trackingChanges(desiredIn(now, snapshot), now, snapshot, { ended: null, held: [], now: new Date(0) });
  const [made] = write(first);
  if (made?.type !== "create-tracking") throw new Error("it is made");
  const issue = { ...made.tracking, number: 9, notPlanned: false, labels: [] };
  const tracking = { issue, record: made.tracking.record };
  expect(write({ ...first, tracking })).toEqual([]);
  expect(write({ ...first, tracking }, { ...plan, title: "Q" })).toMatchObject([
    { type: "write-tracking", tracking: { title: "Milepost: Q" } },
  ]);
  const { inbox } = tracking.record;
  expect(write({ ...first, tracking, inbox: { ...inbox, since: "2026-01-01T00:00:00Z" } })).toEqual([]);
  expect(write({ ...first, tracking, inbox: { ...inbox, answered: [7] } })).toMatchObject([
    { type: "write-tracking", tracking: { record: { inbox: { answered: [7] } } } },
  ]);
});
