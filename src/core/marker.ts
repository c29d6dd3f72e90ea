import { cut } from "./key.ts";
import { type MilepostRecord, recordSchema } from "./record.ts";

const opening = "<!-- milepost ";
const closing = " -->";

/** Longest body of an issue, pull request or comment, in characters: github-rules.md, section 3. */
export const mostBody = 65_536;

/** A body that starts with the record as an HTML comment, followed by what people read. */
export const withRecord = (record: MilepostRecord, text: string): string => {
  const marker = `${opening}${JSON.stringify(record).replace(/[<>]/g, escapeAngle)}${closing}\n\n`;
  return marker + cut(text, mostBody - marker.length);
};

const escapeAngle = (angle: string): string => (angle === "<" ? "\\u003c" : "\\u003e");

/** The record of a body, or `null` when there is none that we wrote. */
export const recordOf = (body: string): MilepostRecord | null => {
  const line = markerLine(body);
  if (line === null) return null;
  try {
    return recordSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
};

/** What people read of a body: everything after the marker. */
export const textOf = (body: string): string =>
  markerLine(body) === null
    ? body
    : body.slice(body.indexOf(closing) + closing.length).replace(/^\r?\n\r?\n?/, "");

const markerLine = (body: string): string | null => {
  if (!body.startsWith(opening)) return null;
  const end = body.indexOf(closing);
  return end < 0 ? null : body.slice(opening.length, end);
};

/** The marker of a comment or review: found again by `name`, so that it is written once. */
export const noteMarker = (name: string): string => `<!-- milepost-note ${name.replace(/[<>]|--/g, "_")} -->`;
