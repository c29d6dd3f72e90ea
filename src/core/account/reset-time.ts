/** What a time of day is read against. */
export interface LocalNow {
  readonly now: Date;
  /** The time zone in which a program speaks that names none, such as `Europe/Warsaw`. */
  readonly zone: string;
}

/**
 * When a limit is over, as words say it ("resets 9pm (Asia/Seoul)", "try again in 2 days 17 hours", "|1796262360"), in
 * ISO 8601; `null` when they say no time, one that does not exist, or one that no limit lasts until.
 */
export const resetTimeIn = (words: string, clock: LocalNow): string | null => {
  const text = words.replaceAll(/[\u202f\u00a0]/g, " ");
  for (const { index, 0: lead } of text.matchAll(leads)) {
    const when = text.slice(index + lead.length);
    const read = [epoch, dateTime, span, dayAndTime, timeOfDay].map((one) => one(when, clock));
    const time = read.find((one) => one !== null);
    if (time !== undefined && time !== null) return plausible(time, clock.now);
  }
  return null;
};

/** The same for an instant that a field names. */
export const resetTimeOf = (time: Date, now: Date): string | null => plausible(time.getTime(), now);

/** What stands before a time. */
const leads =
  /\b(?:resets?|try again|retry(?:ing)?(?:[- ]after)?|wait|until|available(?: again)?)\b(?: (?:at|in|after|on|for))?:? *|\|/gi;

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
/** Plans are billed by the month. */
const longest = 35 * day;

const plausible = (time: number, now: Date): string | null =>
  time > now.getTime() && time - now.getTime() <= longest ? new Date(time).toISOString() : null;

type ReadTime = (when: string, clock: LocalNow) => number | null;

/** `1796262360`, also in milliseconds. */
const epoch: ReadTime = (when) => {
  const digits = /^(\d{10})(\d{3})?(?!\d)/.exec(when)?.[1];
  return digits === undefined ? null : Number(digits) * second;
};

/** `2026-12-03T02:46:00Z` */
const dateTime: ReadTime = (when) => {
  const [text] = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)/.exec(when) ?? [];
  const time = text === undefined ? Number.NaN : Date.parse(text.replace(" ", "T"));
  return Number.isNaN(time) ? null : time;
};

const units: Readonly<Record<string, number>> = {
  d: day,
  h: day / 24,
  m: minute,
  s: second,
  ms: 1,
};

/** `2 days 17 hours 14 minutes`, `1h2m3.5s`, `5s`, and a bare `3600`, which is seconds as in the header. */
const span: ReadTime = (when, { now }) => {
  const bare = /^(\d{1,5})(?= *(?:[.,;)](?!\d)|$))/.exec(when)?.[1];
  if (bare !== undefined) return now.getTime() + Number(bare) * second;
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

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `Jul 27 at 4:30am (Asia/Calcutta)`, `Dec 3rd, 2026 2:46 AM` */
const dayAndTime: ReadTime = (when, clock) => {
  const found = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?,?(?: at)? +/i.exec(when);
  if (found === null) return null;
  const [all, name = "", ofMonth = "", year] = found;
  const time = hourIn(when.slice(all.length), clock);
  const month = months.indexOf(name.slice(0, 3).toLowerCase());
  if (time === null || month < 0) return null;
  const today = wallOf(clock.now.getTime(), time.zone);
  const on = (inYear: number) => instantOf({ year: inYear, month, day: Number(ofMonth), ...time }, time.zone);
  if (year !== undefined) return on(Number(year));
  const thisYear = on(today.year);
  return thisYear !== null && thisYear <= clock.now.getTime() ? on(today.year + 1) : thisYear;
};

/** `9pm`, `at 12:16 PM`, `21:00 (Europe/Warsaw)`: what has passed today is tomorrow's. */
const timeOfDay: ReadTime = (when, clock) => {
  const time = hourIn(when, clock);
  if (time === null) return null;
  const today = wallOf(clock.now.getTime(), time.zone);
  const on = (days: number) =>
    instantOf({ ...today, ...time, day: today.day + days }, time.zone, { rolls: true });
  const first = on(0);
  return first !== null && first <= clock.now.getTime() ? on(1) : first;
};

/** A time of day and its zone at the beginning of a text; `null` when there is no such hour or zone. */
const hourIn = (text: string, clock: LocalNow): { hour: number; minute: number; zone: string } | null => {
  const found =
    /^(\d{1,2})(?::(\d\d))?(?::\d\d)? ?([ap])\.?m\b\.?/i.exec(text) ??
    /^(\d{1,2}):(\d\d)(?::\d\d)?(?![\d:])()/.exec(text);
  if (found === null) return null;
  const [all, hours = "", minutes = "0", half = ""] = found;
  const hour = half === "" ? Number(hours) : hourOf(Number(hours), half);
  const zone = zoneIn(text.slice(all.length)) ?? clock.zone;
  if (hour === null || hour > 23 || Number(minutes) > 59 || !isZone(zone)) return null;
  return { hour, minute: Number(minutes), zone };
};

const hourOf = (hours: number, half: string): number | null =>
  hours < 1 || hours > 12 ? null : (hours % 12) + (half.toLowerCase() === "p" ? 12 : 0);

const zoneIn = (text: string): string | null =>
  /^ *\(([A-Za-z][\w+\-/]*)\)/.exec(text)?.[1] ?? /^ (UTC|GMT)\b/.exec(text)?.[1] ?? null;

const isZone = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
};

/** What a clock on the wall shows; months count from 0, as in dates. */
interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const wallOf = (time: number, timeZone: string): Wall => {
  const parts = new Intl.DateTimeFormat("en", {
    ...{ timeZone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" },
  }).formatToParts(time);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: of("year"),
    month: of("month") - 1,
    day: of("day"),
    hour: of("hour"),
    minute: of("minute"),
  };
};

const utcOf = ({ year, month, day: ofMonth, hour, minute: minutes }: Wall): number =>
  Date.UTC(year, month, ofMonth, hour, minutes);

/** The instant at which a zone's clocks show this; `null` for a day that its month lacks, unless it `rolls` over. */
const instantOf = (wall: Wall, zone: string, { rolls = false } = {}): number | null => {
  const shown = utcOf(wall);
  if (!rolls && new Date(shown).getUTCDate() !== wall.day) return null;
  // The zone's offset is looked up at the time that it gives: twice, as it may change in between.
  const offsetAt = (time: number) => utcOf(wallOf(time, zone)) - Math.floor(time / minute) * minute;
  const near = shown - offsetAt(shown);
  return shown - offsetAt(near);
};
