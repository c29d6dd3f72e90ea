import { instantOf, wallOf, type Zone, zoneIn } from "./wall-clock.ts";

/** What a time of day is read against. */
export interface LocalNow {
  readonly now: Date;
  /** The time zone in which a program speaks that names none, such as `Europe/Warsaw`. */
  readonly zone: Zone;
}

/**
 * When a limit is over, as words say it ("resets 9pm (Asia/Seoul)", "try again in 2 days 17 hours", "|1796262360"), in
 * ISO 8601; `null` when they say no time, one that does not exist, or one that no limit lasts until.
 */
export const resetTimeIn = (words: string, clock: LocalNow): string | null => {
  const text = words.replaceAll(/[\u202f\u00a0]/g, " ");
  for (const { index, 0: lead } of text.matchAll(leads)) {
    const when = text.slice(index + lead.length);
    const read = [epoch, dateTime, seconds, single, span, dayAndTime, timeOfDay].map((one) =>
      one(when, clock),
    );
    const time = read.find((one) => one !== null);
    if (time !== undefined && time !== null) return plausible(time, clock.now);
  }
  return null;
};

/** The same for an instant that a field names. */
export const resetTimeOf = (time: Date, now: Date): string | null => plausible(time.getTime(), now);

/** What stands before a time. */
const leads =
  /\b(?:re(?:set|new|fresh)(?:s|es)?|back|restored|lifted|ends|try again|retry(?:ing)?(?:[- ]after)?|wait|until|available(?: again)?)\b(?: (?:at|in|after|on|for|until))?:? *|\|/gi;

const second = 1000;
const minute = 60 * second;
const wholeDay = 24 * 60 * minute;
/** A time that passed a moment ago is not tomorrow's: it passed while somebody spoke, or read it. */
const justNow = 10 * minute;
/** Plans are billed by the month. */
const longest = 35 * wholeDay;

const plausible = (time: number, now: Date): string | null =>
  time > now.getTime() - justNow && time - now.getTime() <= longest ? new Date(time).toISOString() : null;

type ReadTime = (when: string, clock: LocalNow) => number | null;

/** `1796262360`, also in milliseconds. */
const epoch: ReadTime = (when) => {
  const digits = /^(\d{10})(\d{3})?(?!\d)/.exec(when)?.[1];
  return digits === undefined ? null : Number(digits) * second;
};

/** `2026-12-03T02:46:00Z`, `2026-12-03 02:46 UTC` */
const dateTime: ReadTime = (when, clock) => {
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:[T ]| at )(?=\d\d:)/.exec(when);
  if (found === null) return null;
  const [all, year, month, day] = found;
  const time = hourIn(when.slice(all.length), clock);
  if (time === null) return null;
  const wall = { year: Number(year), month: Number(month) - 1, day: Number(day), ...time };
  const instant = instantOf(wall, time.zone);
  return instant === null ? null : instant + time.second * second;
};

const units: Readonly<Record<string, number>> = {
  d: wholeDay,
  h: wholeDay / 24,
  m: minute,
  s: second,
  ms: 1,
};

/** A bare `3600`: seconds, as in the header. */
const seconds: ReadTime = (when, { now }) => {
  const bare = /^(\d{1,5})(?= *(?:[.,;)](?!\d)|$))/.exec(when)?.[1];
  return bare === undefined ? null : now.getTime() + Number(bare) * second;
};

/** `an hour` */
const single: ReadTime = (when, { now }) => {
  const unit = /^(?:an?|one) (day|hour|minute)\b/i.exec(when)?.[1];
  return unit === undefined ? null : now.getTime() + (units[unit.charAt(0).toLowerCase()] ?? 0);
};

/** `2 days 17 hours 14 minutes`, `1h2m3.5s`, `5s` */
const span: ReadTime = (when, { now }) => {
  let [rest, ms] = [when, 0];
  for (;;) {
    const part =
      /^(?:,| and)? *(\d+(?:\.\d+)?) ?(ms|milliseconds?|d|days?|h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)(?![a-z])/i.exec(
        rest,
      );
    if (part === null) break;
    const [all, amount = "", unit = ""] = part;
    const name = /^(?:ms|milli)/i.test(unit) ? "ms" : unit.charAt(0).toLowerCase();
    ms += Number(amount) * (units[name] ?? 0);
    rest = rest.slice(all.length);
  }
  return rest === when ? null : now.getTime() + ms;
};

/** `Jul 27 at 4:30am (Asia/Calcutta)`, `Dec 3rd, 2026 2:46 AM`, `Monday at 9am`, `tomorrow 9:00` */
const dayAndTime: ReadTime = (when, clock) => {
  const day = dayIn(when);
  const time = day && hourIn(when.slice(day.length).replace(/^,?(?: at)? */, ""), clock);
  return time && day.at(time, clock.now.getTime());
};

/** `9pm`, `at 12:16 PM`, `21:00 (Europe/Warsaw) on Monday`: what has passed today is tomorrow's. */
const timeOfDay: ReadTime = (when, clock) => {
  const time = hourIn(when, clock);
  if (time === null) return null;
  const rest = when.slice(time.length);
  const day = dayIn(rest.replace(/^,? (?:on )?/, "")) ?? everyDay;
  return day.at(time, clock.now.getTime());
};

/** A time of day and its zone. */
interface Hour {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly zone: Zone;
  /** How much of the text says it. */
  readonly length: number;
}

/** A time of day and its zone at the beginning of a text; `null` when there is no such hour or zone. */
const hourIn = (text: string, { zone: own }: LocalNow): Hour | null => {
  const found =
    /^(\d{1,2})(?::(\d\d))?(?::(\d\d)(?:\.\d+)?)? ?([ap])\.?m\b\.?/i.exec(text) ??
    /^(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?(?![\d:])()/.exec(text);
  if (found === null) return null;
  const [all, hours = "", minutes = "0", seconds = "0", half = ""] = found;
  const hour = half === "" ? Number(hours) : hourOf(Number(hours), half);
  const named = zoneIn(text.slice(all.length));
  const zone = named === null ? own : named.zone;
  if (hour === null || hour > 23 || Number(minutes) > 59 || zone === null) return null;
  const length = all.length + (named?.length ?? 0);
  return { hour, minute: Number(minutes), second: Number(seconds), zone, length };
};

const hourOf = (hours: number, half: string): number | null =>
  hours < 1 || hours > 12 ? null : (hours % 12) + (half.toLowerCase() === "p" ? 12 : 0);

/** A day that a text begins with. */
interface Day {
  readonly length: number;
  /** When it is that time of it, the first that is to come; `null` when it has passed, or there is none. */
  readonly at: (time: Hour, now: number) => number | null;
}

const dayIn = (text: string): Day | null => dateIn(text) ?? namedDayIn(text);

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `Jul 27`, `December 3rd, 2026`, `3 Dec 2026`: without a year it is the next. */
const dateIn = (text: string): Day | null => {
  const [monthFirst, dayFirst] = [
    /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,? (\d{4})\b)?/i.exec(text),
    /^(\d{1,2})(?:st|nd|rd|th)? (?:of )?([a-z]{3,9})\b\.?(?:,? (\d{4})\b)?/i.exec(text),
  ];
  const [all = "", name = "", ofMonth = "", year] = monthFirst ?? swapped(dayFirst) ?? [];
  const month = months.indexOf(name.slice(0, 3).toLowerCase());
  if (month < 0) return null;
  const at: Day["at"] = (time, now) => {
    const on = (inYear: number) =>
      instantOf({ year: inYear, month, day: Number(ofMonth), ...time }, time.zone);
    if (year !== undefined) return on(Number(year));
    const thisYear = wallOf(now, time.zone).year;
    const first = on(thisYear);
    return first !== null && first <= now - justNow ? on(thisYear + 1) : first;
  };
  return { length: all.length, at };
};

const swapped = (found: RegExpExecArray | null): (string | undefined)[] | null =>
  found && [found[0], found[2], found[1], found[3]];

const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** `today`, `tomorrow`, `Monday`: the next of that name. */
const namedDayIn = (text: string): Day | null => {
  const [all, name = ""] =
    /^(?:next )?(today|tomorrow|(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?)\b\.?/i.exec(
      text,
    ) ?? [];
  if (all === undefined) return null;
  const weekday = weekdays.indexOf(name.slice(0, 3).toLowerCase());
  const at: Day["at"] = (time, now) => {
    if (weekday < 0) return inDays(name.toLowerCase() === "today" ? 0 : 1, time, now);
    const { year, month, day } = wallOf(now, time.zone);
    const days = (weekday - new Date(Date.UTC(year, month, day)).getUTCDay() + 7) % 7;
    return toCome(time, now, [days, days + 7]);
  };
  return { length: all.length, at };
};

/** Where no day is named: today's time, or tomorrow's. */
const everyDay: Day = { length: 0, at: (time, now) => toCome(time, now, [0, 1]) };

const toCome = (time: Hour, now: number, days: readonly number[]): number | null =>
  days.map((one) => inDays(one, time, now)).find((at) => at !== null && at > now - justNow) ?? null;

/** That time so many days from today on. */
const inDays = (days: number, time: Hour, now: number): number | null => {
  const today = wallOf(now, time.zone);
  return instantOf({ ...today, ...time, day: today.day + days }, time.zone, { rolls: true });
};
