import { keyOf } from "../key.ts";
import type { Sink } from "../plan/notify.ts";
import { type Begun, maxBegun, maxEnded, type NoticeMemory } from "./memory.ts";
import type { Notice } from "./notice.ts";

/*
 * Each notice is delivered once to each sink. That it is begun is written before it is sent, that it arrived right after.
 * What was begun and never ended was cut off in between, so nobody can know whether it arrived: it is sent again under
 * the same id, and says so.
 */

/** One notice on its way to one sink. */
export interface Delivery {
  /** By which it is remembered. */
  readonly key: string;
  /** By which who receives it can tell that it comes again. */
  readonly id: string;
  /** Whether it may have arrived before. */
  readonly repeat: boolean;
  readonly notice: Notice;
  readonly sink: Sink;
}

/** How a delivery ended; `warning` is about a part of it that did not arrive, and without a `problem` it was not tried. */
export type Delivered =
  | { readonly sent: true; readonly warning: string | null }
  | { readonly sent: false; readonly problem: string | null };

/** What is to be sent now, and what is remembered before it is. */
export const beginDeliveries = (
  notices: readonly Notice[],
  sinks: readonly Sink[],
  { memory, now }: { memory: NoticeMemory; now: Date },
): { readonly deliveries: readonly Delivery[]; readonly memory: NoticeMemory } => {
  const begun = new Map(memory.begun.map((one) => [one.key, one]));
  const ended = new Set(memory.ended);
  const wanted = wantedOf(notices, sinks);
  const deliveries = sinks.flatMap((sink) => {
    const open = wanted.filter((one) => one.sink === sink && !ended.has(one.key));
    const room = Math.floor(maxBegun / sinks.length);
    return open.slice(0, room).flatMap(({ key, notice }): Delivery[] => {
      const before = begun.get(key);
      if (before && !isTimeFor(before, now)) return [];
      const first = before ?? { key, at: now.toISOString(), begun: 0, failed: 0 };
      begun.set(key, { ...first, begun: first.begun + 1 });
      const id = `${key}-${keyOf(first.at).slice(0, 8)}`;
      return [{ key, id, repeat: first.begun > 0, notice, sink }];
    });
  });
  if (deliveries.length === 0) return { deliveries, memory };
  return { deliveries, memory: remember([...begun.values()], memory.ended, wanted) };
};

/** What is remembered once deliveries have ended; those that failed are tried again later, so often and no more. */
export const endDeliveries = (
  memory: NoticeMemory,
  results: readonly { readonly delivery: Delivery; readonly delivered: Delivered }[],
): NoticeMemory => {
  const byKey = new Map(results.map(({ delivery, delivered }) => [delivery.key, delivered]));
  const after = memory.begun.map((one) => {
    const delivered = byKey.get(one.key);
    if (!delivered) return { one, isOver: false };
    return { one: { ...one, failed: one.begun }, isOver: delivered.sent || one.begun >= maxTries };
  });
  return {
    ...memory,
    begun: after.flatMap(({ one, isOver }) => (isOver ? [] : [one])),
    ended: [...memory.ended, ...after.flatMap(({ one, isOver }) => (isOver ? [one.key] : []))].slice(
      -maxEnded,
    ),
  };
};

/** Tries that a delivery gets, the last of them two hours after the first. */
const maxTries = 8;

/** At once where it was cut off; one, three, seven minutes after the first try and so on where it failed. */
const isTimeFor = ({ at, begun, failed }: Begun, now: Date): boolean =>
  begun > failed || now.getTime() - Date.parse(at) >= (2 ** failed - 1) * 60_000;

interface WantedDelivery {
  readonly key: string;
  readonly notice: Notice;
  readonly sink: Sink;
}

/** So many are looked at that what has ended of them is always remembered; of todos that wait, those that come first. */
const wantedOf = (notices: readonly Notice[], sinks: readonly Sink[]): WantedDelivery[] => {
  const most = Math.floor(maxEnded / 2 / Math.max(1, sinks.length));
  return sinks.flatMap((sink) =>
    notices.slice(0, most).map((notice) => ({ key: deliveryKey(notice, sink), notice, sink })),
  );
};

const deliveryKey = (notice: Notice, sink: Sink): string =>
  keyOf(`${notice.key}\n${JSON.stringify(sink)}`).slice(0, 12);

/** What is still so stays remembered; what nobody is told of any more need not end. */
const remember = (
  begun: readonly Begun[],
  ended: readonly string[],
  wanted: readonly WantedDelivery[],
): NoticeMemory => {
  const keys = new Set(wanted.map(({ key }) => key));
  return {
    begun: begun.filter((one) => keys.has(one.key)).slice(-maxBegun),
    ended: [...ended.filter((one) => !keys.has(one)), ...ended.filter((one) => keys.has(one))],
  };
};
