import { z } from "zod";
import { cut } from "../key.ts";
import { blockedText } from "../todo/blocked.ts";
import { recordVersion } from "../todo/record.ts";
import { toV1 } from "../todo/record-v1.ts";
import { claimOf, shortened } from "../todo/state.ts";
import { isKind, type MilepostRecord, recordSchema } from "./record.ts";

const opening = "<!-- milepost ";
const closing = " -->";

/** Longest body of an issue, pull request or comment, in characters: GitHub refuses more. */
export const maxBody = 65_536;

/** Longest marker, in characters: what people read keeps the rest. */
export const maxMarker = 20_000;

/** A body that starts with the record as an HTML comment, followed by what people read. */
export const withRecord = (record: MilepostRecord, text: string): string => {
  const head = markerOf(record) + noticeOf(record);
  return head + cut(text, maxBody - head.length);
};

/** Why a todo is blocked, above its words: as much of the body as the record, so no write of one forgets the other. */
const noticeOf = (record: MilepostRecord): string => {
  if (record.kind !== "todo" || record.state.status !== "blocked") return "";
  return `${notice.opening}\n${blockedText(record).replaceAll("<!--", "<!\u200b--")}\n\n---\n${notice.closing}\n\n`;
};

const notice = { opening: "<!-- milepost-blocked -->", closing: "<!-- /milepost-blocked -->" };

/** The marker; when it is too long, what was found and is asked is cut until it is not: reviews say it in full. */
const markerOf = (record: MilepostRecord, most = 1000): string => {
  const marker = `${opening}${JSON.stringify(stored(record)).replace(/[<>]/g, escapeAngle)}${closing}\n\n`;
  if (marker.length <= maxMarker || record.kind !== "todo" || most === 0) return marker;
  const asks = record.asks.map((ask) => ({ ...ask, title: cut(ask.title, most), body: cut(ask.body, most) }));
  const findings = record.findings.map((one) => ({ ...one, text: cut(one.text, most) }));
  const state = shortened(record.state, most);
  return markerOf({ ...record, asks, findings, state }, Math.floor(most / 2));
};

/** As the run that holds it reads it. */
const stored = (record: MilepostRecord): unknown => {
  const claim = record.kind === "todo" ? claimOf(record.state) : null;
  return record.kind === "todo" && claim?.reads === 1 ? toV1(record, claim) : record;
};

const escapeAngle = (angle: string): string => (angle === "<" ? "\\u003c" : "\\u003e");

/** Why a body's record is not known: what stands there is none that we wrote, or a newer Milepost did. */
export type Unknown = "unreadable" | "newer";

/** The record of a body; `null` when there is none. */
export const recordOf = (body: string): MilepostRecord | null | Unknown => {
  const line = markerLine(body);
  if (line === null) return body.startsWith(opening) ? "unreadable" : null;
  try {
    const json: unknown = JSON.parse(line);
    return (
      recordSchema.safeParse(json).data ?? (newerSchema.safeParse(json).success ? "newer" : "unreadable")
    );
  } catch {
    return "unreadable";
  }
};

/** What a newer Milepost wrote: a version above ours, or a kind of record that we do not have. */
const newerSchema = z.union([
  z.object({ v: z.int().gt(recordVersion) }),
  z.object({ v: z.int().min(1).max(recordVersion), kind: z.string().refine((kind) => !isKind(kind)) }),
]);

/** What people read of a body: everything after the marker and what the record says of itself. */
export const textOf = (body: string): string => {
  if (markerLine(body) === null) return body;
  const text = below(body, closing);
  return text.startsWith(notice.opening) && text.includes(notice.closing)
    ? below(text, notice.closing)
    : text;
};

const below = (text: string, mark: string): string =>
  text.slice(text.indexOf(mark) + mark.length).replace(/^\r?\n\r?\n?/, "");

const markerLine = (body: string): string | null => {
  if (!body.startsWith(opening)) return null;
  const end = body.indexOf(closing);
  return end < 0 ? null : body.slice(opening.length, end);
};

/** The marker of a comment or review: found again by `name`, so that it is written once. */
export const noteMarker = (name: string): string => `${note}${name.replace(/[<>]|--/g, "_")}${closing}`;

const note = "<!-- milepost-note ";

/** What a comment or review that ends in a marker is called, and says; `null` when it has none. */
export const noteIn = (body: string): { name: string; text: string } | null => {
  const start = body.lastIndexOf(note);
  const end = body.indexOf(closing, start);
  if (start === -1 || end === -1) return null;
  return { name: body.slice(start + note.length, end), text: body.slice(0, start).trimEnd() };
};
