import { tableAt } from "./tables.ts";

/** Where something stands in a prompt: its first and its last line, from 1. */
export interface Lines {
  readonly line: number;
  readonly end: number;
}

/** A title of what follows: marked as one, or alone between blank lines, or before a list. */
export interface Heading extends Lines {
  readonly role: "heading";
  readonly text: string;
  /** From 1 for the widest; titles without a mark are below all that have one. */
  readonly level: number;
}

/** One point of a list or one row of a table, with all that stands below it. */
export interface Item extends Lines {
  readonly role: "item" | "row";
  readonly text: string;
  /** What stands below it, as the prompt has it. */
  readonly details: readonly string[];
  /** The line that the details begin on. */
  readonly from: number;
  /** Whether it is marked as done. */
  readonly ticked: boolean;
  /** Who works on it, in a table that says so. */
  readonly of: string | null;
}

/** A line of a prompt that says something, by its role in the prose. */
export type PromptLine =
  | Heading
  | Item
  /** An introduction of the list that follows: it ends with a colon. */
  | (Lines & { readonly role: "label"; readonly text: string })
  /** Anything else; code and tables that list no work among it. */
  | (Lines & { readonly role: "text" | "code" | "table"; readonly text: string });

/** Reads lines of a prompt, from the one at `from` on, as lines with roles. */
export const linesOf = (raw: readonly string[], from = 0, to = raw.length): PromptLine[] => {
  const found: PromptLine[] = [];
  for (let at = from; at < to; ) {
    const { lines, next } = readAt(raw, at, to);
    found.push(...lines);
    at = next;
  }
  return found;
};

interface Read {
  readonly lines: readonly PromptLine[];
  readonly next: number;
}

const readAt = (raw: readonly string[], at: number, to: number): Read => {
  const text = (raw[at] ?? "").trim();
  if (text === "" || /^([-*_=] ?){3,}$/.test(text)) return { lines: [], next: at + 1 };
  if (fence.test(text)) {
    const next = Math.min(to, fenceEnd(raw, at));
    return { lines: [{ role: "code", text: "", line: at + 1, end: next }], next };
  }
  const table = tableAt(raw, at);
  if (table) {
    const rows = table.rows.map(({ below, ...row }): PromptLine => {
      const line = at + below + 1;
      return { role: "row", ...row, line, end: line, from: line };
    });
    const whole = { line: at + 1, end: rows.length > 0 ? at + 1 : at + table.length };
    return { lines: [{ role: "table", text: "", ...whole }, ...rows], next: at + table.length };
  }
  if (bullet.test(text)) return itemAt(raw, at, to);
  const next = (raw[at + 1] ?? "").trim();
  const isAlone = (raw[at - 1] ?? "").trim() === "" && (next === "" || bullet.test(next));
  return { lines: [{ ...roleOf(text, isAlone), line: at + 1, end: at + 1 }], next: at + 1 };
};

const fence = /^(?<mark>`{3,}|~{3,})/;

/** The line after the code that begins here: what has no end goes on to the last line. */
const fenceEnd = (raw: readonly string[], at: number): number => {
  const mark = fence.exec((raw[at] ?? "").trim())?.groups?.mark ?? "```";
  const end = raw.findIndex((line, index) => index > at && line.trim().startsWith(mark));
  return end < 0 ? raw.length : end + 1;
};

/** A point, the lines that continue it, and what is indented below it. */
const itemAt = (raw: readonly string[], at: number, to: number): Read => {
  const source = raw[at] ?? "";
  const { tick, text = "" } = bullet.exec(source.trim())?.groups ?? {};
  const words = [text];
  let next = at + 1;
  while (next < to && isPlain((raw[next] ?? "").trim())) words.push((raw[next++] ?? "").trim());
  const from = next + 1;
  next = Math.min(to, endBelow(raw, next, indentOf(source)));
  const details = dedented(raw.slice(from - 1, next));
  const whole = withoutMarks(words.join(" "));
  const ticked = (tick ?? " ") !== " " || /^(?:[✅☑✔✓]|~~.*~~$)/u.test(text);
  return {
    lines: [{ role: "item", text: whole, details, from, ticked, of: null, line: at + 1, end: next }],
    next,
  };
};

/** The line after all that is indented deeper than a point: blank lines end it only before what is not. */
const endBelow = (raw: readonly string[], from: number, indent: number): number => {
  let end = from;
  for (let at = from; at < raw.length; at += 1) {
    const line = raw[at] ?? "";
    if (line.trim() === "") continue;
    const isBelow = indentOf(line) > indent;
    const continues = at === end && end > from && isPlain(line.trim());
    if (!isBelow && !continues) break;
    if (fence.test(line.trim())) at = fenceEnd(raw, at) - 1;
    end = at + 1;
  }
  return end;
};

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Lines without the indent that all of them have. */
export const dedented = (lines: readonly string[]): string[] => {
  const indents = lines.filter((line) => line.trim() !== "").map(indentOf);
  const least = indents.reduce((lowest, indent) => Math.min(lowest, indent), indents[0] ?? 0);
  return lines.map((line) => line.slice(least).trimEnd());
};

const bullet =
  /^(?:(?:[-*+•▪‣●○◦–]|\(?\d{1,3}[.)．])\s+|[・①-⑳☐☑✅⬜]\s*)(?:\[(?<tick>[^\]])\]\s+)?(?<text>\S.*)$/u;
const marked = /^(?<marks>#{1,6})\s+(?<text>.+?)\s*#*$/;
const bold = /^(?:\*\*(?<text>[^*]+)\*\*|[■◆【](?<framed>[^】]+)】?)(?<colon>[:：]?)$/;

/** Titles without a mark, and those in bold type. */
const unmarked = 7;

/** The marks that a point may carry before its words: pictures, ticks, arrows. */
const decoration = /^(?:(?:\p{Extended_Pictographic}|\p{Emoji_Presentation}|\ufe0f|\u200d|[☑✓✔→])\s*)+/u;

const roleOf = (
  source: string,
  isAlone: boolean,
): Pick<Heading, "role" | "text" | "level"> | { role: "label" | "text"; text: string } => {
  const { marks, text: titled } = marked.exec(source)?.groups ?? {};
  const { text: strong, framed, colon = "" } = bold.exec(source)?.groups ?? {};
  const named = strong ?? framed;
  const text = withoutMarks(titled ?? (named === undefined ? source : `${named.trim()}${colon}`));
  if (marks !== undefined) return { role: "heading", text, level: marks.length };
  if (isLabelled(text)) return { role: "heading", text, level: unmarked };
  if (/[:：]$/.test(text)) return { role: "label", text: text.slice(0, -1).trim() };
  const isTitle = isAlone && text.length <= 80 && !/[.!?,;"。]$/.test(text) && !/^\w+: /.test(text);
  return named !== undefined || isTitle ? { role: "heading", text, level: unmarked } : { role: "text", text };
};

/** How bodies are introduced: a word for whoever does the work, a number or letter, and what it is about. */
export const labelled =
  /^(?:agent|body|work body|workstream|stream|team|worker|lane|track|arbeitspaket|エージェント|チーム)(?:\s+(?:#|no\.? ?)?|(?=\d))(?<name>\d{1,3}|[A-Z])\s*(?:[:：.–—-]|(?=\())\s*(?<title>\S.*)$/i;

const isLabelled = (text: string): boolean => labelled.test(text) && text.length <= 160;

/** Whether a line may go on with the sentence before it. */
const isPlain = (text: string): boolean =>
  text !== "" &&
  !bullet.test(text) &&
  !marked.test(text) &&
  !bold.test(text) &&
  !fence.test(text) &&
  !/[:：]$/.test(text) &&
  !/^\||^([-*_=] ?){3,}$/.test(text) &&
  !isLabelled(text);

/** A text without the marks of Markdown and decoration. */
const withoutMarks = (text: string): string =>
  text
    .replace(decoration, "")
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
