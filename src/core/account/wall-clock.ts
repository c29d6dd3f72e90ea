/** What a clock on the wall shows; months count from 0, as in dates. */
export interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** The name of a zone, such as `Europe/Warsaw`, or what it is ahead of UTC, as `+05:30`. */
export type Zone = string;

const minute = 60_000;

/** A zone that a text begins with, if any; `zone` is `null` where nobody knows it. */
export const zoneIn = (text: string): { readonly length: number; readonly zone: Zone | null } | null => {
  const [offset, sign, hours = "", minutes = "00"] =
    /^ ?(?:UTC|GMT)? ?([+-])(0?\d|1[0-4])(?::?(\d\d))?(?![\d:])/.exec(text) ?? [];
  if (offset !== undefined)
    return { length: offset.length, zone: `${sign}${hours.padStart(2, "0")}:${minutes}` };
  const [bracketed, inside = ""] = /^ *\(([A-Za-z][\w+\-/]*)\)/.exec(text) ?? [];
  if (bracketed !== undefined)
    return { length: bracketed.length, zone: abbreviations.get(inside) ?? (isZone(inside) ? inside : null) };
  const [word, name = "", more] = /^ ?([A-Z]{1,5})\b( [a-z])?/.exec(text) ?? [];
  if (word === undefined) return null;
  const zone = abbreviations.get(name) ?? null;
  // A word in capitals that a sentence goes on after is none of a zone's.
  return zone === null && more !== undefined ? null : { length: word.length - (more ?? "").length, zone };
};

/** What programs write for zones: where a letter says summer or winter, it is believed. */
const abbreviations: ReadonlyMap<string, Zone> = new Map(
  Object.entries({
    "+00:00": ["UTC", "GMT", "Z", "WET"],
    "+01:00": ["CET", "BST", "WEST"],
    "+02:00": ["CEST", "EET", "SAST"],
    "+03:00": ["EEST", "MSK"],
    "+05:30": ["IST"],
    "+08:00": ["SGT", "HKT", "AWST"],
    "+09:00": ["JST", "KST"],
    "+10:00": ["AEST"],
    "+11:00": ["AEDT"],
    "-03:00": ["BRT"],
    "-04:00": ["EDT"],
    "-05:00": ["EST", "CDT"],
    "-06:00": ["CST", "MDT"],
    "-07:00": ["MST", "PDT"],
    "-08:00": ["PST"],
    "America/New_York": ["ET"],
    "America/Chicago": ["CT"],
    "America/Denver": ["MT"],
    "America/Los_Angeles": ["PT"],
  }).flatMap(([zone, names]) => names.map((name) => [name, zone] as const)),
);

const isZone = (timeZone: Zone): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
};

/** What clocks of a zone show at a time. */
export const wallOf = (time: number, zone: Zone): Wall => {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(zone) ?? [];
  const ahead = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return sign === undefined ? wallBy(time, zone) : wallBy(time + ahead * minute, "UTC");
};

const wallBy = (time: number, timeZone: string): Wall => {
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

const utcOf = ({ year, month, day, hour, minute: minutes }: Wall): number =>
  Date.UTC(year, month, day, hour, minutes);

/** The instant at which a zone's clocks show this; `null` for a day that its month lacks, unless it `rolls` over. */
export const instantOf = (wall: Wall, zone: Zone, { rolls = false } = {}): number | null => {
  const shown = utcOf(wall);
  if (!rolls && new Date(shown).getUTCDate() !== wall.day) return null;
  // The zone's offset is looked up at the time that it gives: twice, as it may change in between.
  const offsetAt = (time: number) => utcOf(wallOf(time, zone)) - Math.floor(time / minute) * minute;
  const near = shown - offsetAt(shown);
  return shown - offsetAt(near);
};
