import { beginDeliveries, type Delivered, endDeliveries } from "../../../src/core/notice/deliveries.ts";
import { type NoticeMemory, nothingNoticed } from "../../../src/core/notice/memory.ts";
import type { Notice } from "../../../src/core/notice/notice.ts";
import type { Sink } from "../../../src/core/plan/notify.ts";
import { maxTrackingText } from "../../../src/core/report/tracking-text.ts";
import { maxBody, withRecord } from "../../../src/core/snapshot/marker.ts";
import { newTracking, trackingRecordSchema } from "../../../src/core/snapshot/record.ts";

const hook: Sink = { kind: "webhook", variable: "HOOK", format: "json" };
const people: Sink = { kind: "assign", people: ["ann"] };
const notice = (key: string): Notice => ({ event: "stuck", key, reasons: [key] });
const minute = (minutes: number) => new Date(minutes * 60_000);

const begin = (
  notices: readonly Notice[],
  memory: NoticeMemory,
  minutes = 0,
  sinks: readonly Sink[] = [hook],
) => beginDeliveries(notices, sinks, { memory, now: minute(minutes) });
const end = (begun: ReturnType<typeof begin>, delivered: Delivered) =>
  endDeliveries(
    begun.memory,
    begun.deliveries.map((delivery) => ({ delivery, delivered })),
  );
const sent: Delivered = { sent: true, warning: null };
const failed: Delivered = { sent: false, problem: "no" };

test("a notice that arrived is never sent again, and another is", () => {
  const memory = end(begin([notice("a")], nothingNoticed), sent);
  expect(begin([notice("a")], memory, 99).deliveries).toEqual([]);
  expect(begin([notice("a"), notice("b")], memory, 99).deliveries.map(({ notice: { key } }) => key)).toEqual([
    "b",
  ]);
});

test("what was cut off is sent again at once, under the same id, and says that it may have arrived", () => {
  const first = begin([notice("a")], nothingNoticed);
  const second = begin([notice("a")], first.memory, 5);
  expect([...first.deliveries, ...second.deliveries].map(({ repeat }) => repeat)).toEqual([false, true]);
  expect(second.deliveries[0]?.id).toBe(first.deliveries[0]?.id);
  expect(begin([notice("a")], end(second, sent)).deliveries).toEqual([]);
});

test("what failed is tried again later and later, and given up in the end", () => {
  const tries: number[] = [];
  let memory = nothingNoticed;
  for (let now = 0; now < 600; now += 1) {
    const begun = begin([notice("a")], memory, now);
    if (begun.deliveries.length > 0) tries.push(now);
    memory = end(begun, failed);
  }
  expect(tries).toEqual([0, 1, 3, 7, 15, 31, 63, 127]);
});

test("each sink is remembered for itself", () => {
  const begun = begin([notice("a")], nothingNoticed, 0, [hook, people]);
  const memory = endDeliveries(
    begun.memory,
    begun.deliveries.map((delivery) => ({ delivery, delivered: delivery.sink === hook ? failed : sent })),
  );
  expect(begin([notice("a")], memory, 9, [hook, people]).deliveries.map(({ sink }) => sink)).toEqual([hook]);
});

test("an event that comes again after it was forgotten has another id", () => {
  const [first] = begin([notice("a")], nothingNoticed).deliveries;
  const [second] = begin([notice("a")], nothingNoticed, 1).deliveries;
  expect(first?.id).not.toBe(second?.id);
});

test("whatever happens, what is true stays remembered, and the record fits into its issue", () => {
  const all = Array.from({ length: 500 }, (_, at) => notice(`n${at}`));
  let memory = nothingNoticed;
  const seen = new Map<string, number>();
  for (let look = 0; look < 150; look += 1) {
    const now = [notice(`x${look}`), ...all.slice(0, 59)];
    const begun = begin(now, memory, look, [hook, people]);
    for (const { id, repeat } of begun.deliveries) if (!repeat) seen.set(id, (seen.get(id) ?? 0) + 1);
    memory = end(begun, sent);
    const record = { ...newTracking("p", minute(0)), notices: begun.memory };
    expect(trackingRecordSchema.safeParse(record).success).toBe(true);
    expect(withRecord(record, "x".repeat(maxTrackingText)).length).toBeLessThanOrEqual(maxBody);
  }
  expect([...seen.values()].every((times) => times === 1)).toBe(true);
  expect(seen.size).toBeGreaterThan(120);
});
