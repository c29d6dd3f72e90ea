import type { Backlog, Left } from "../backlog.ts";
import { isWorded, replaceComments } from "../source.ts";
import { readMade } from "./at-lines.ts";
import type { Format } from "./format.ts";

/** HTML by its blocks, where no Markdown is around it. */
export const html: Format = {
  name: "HTML",
  read: (source, options) => {
    const isMarkdown = source.lines.some((line) => /^\s*(?:#{1,6}|[-*+]|\d+[.)])\s+\S/.test(line));
    if (isMarkdown || !/<(?:li|h[1-6]|tr)\b[^<>]*>/i.test(source.text)) return null;
    const { lines, at } = linesOfHtml(source.lines);
    return withMarkup(readMade(lines, at, { name: source.name, options }), source.lines);
  },
};

/** Lines that are but tags say nothing. */
const withMarkup = (backlog: Backlog, lines: readonly string[]): Backlog => {
  const tasks = backlog.groups.flatMap((group) => group.tasks);
  const isWithin = (line: number) => tasks.some((task) => task.line <= line && line <= task.end);
  const bare = lines.flatMap((text, at): Left[] => {
    const line = at + 1;
    const isBare = isWorded(text) && !isWorded(text.replace(/<[^<>]*>/g, " "));
    return isBare && !isWithin(line) ? [{ line, end: line, why: "markup" }] : [];
  });
  return { ...backlog, left: [...backlog.left, ...bare] };
};

/** Stands at the beginning of every line of the source, so that its lines are found again. */
const mark = "\ue000";

const linesOfHtml = (source: readonly string[]): { lines: string[]; at: number[] } => {
  const text = ofHtml(source.map((line) => mark + line.replaceAll(mark, "")).join("\n"));
  let line = 0;
  const at: number[] = [];
  const lines = text.split("\n").map((part) => {
    line += part.split(mark).length - 1;
    at.push(Math.max(1, line));
    return part.replaceAll(mark, "");
  });
  return { lines: lines.map((one) => (/^\s*(?:-|\d+\.|#)/.test(one) ? one : one.trimStart())), at };
};

const marksIn = (text: string): string => text.replace(/[^\ue000]/g, "");

/** Text that no block holds stays as it is. */
const ofHtml = (source: string): string => {
  let depth = 0;
  let isHead = false;
  const plain = replaceComments(source, marksIn)
    .replace(/<(script|style)\b[^<>]*>(?:(?!<\/\1)[\s\S])*(?:<\/\1\s*>|$)/gi, marksIn)
    .replace(/<!doctype[^<>]*>/gi, marksIn)
    .replace(/<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>/gi, (whole, slash: string, tag: string, rest: string) => {
      const name = tag.toLowerCase();
      const closes = slash !== "";
      if (name === "ul" || name === "ol") depth = Math.max(0, depth + (closes ? -1 : 1));
      if (name === "th") isHead = true;
      const isRuled = name === "tr" && closes && isHead;
      if (isRuled) isHead = false;
      if (name === "input")
        return `${marksIn(whole)}${/checkbox/i.test(rest) ? (/\bchecked\b/i.test(rest) ? "[x] " : "[ ] ") : ""}`;
      return `${marksIn(whole)}${isRuled ? "|\n|---|" : blockOf(name, closes, depth)}`;
    });
  return plain.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, named) =>
    characterOf(decimal, hex, named, whole),
  );
};

const blockOf = (name: string, closes: boolean, depth: number): string => {
  if (/^h[1-6]$/.test(name)) return closes ? "\n\n" : `\n\n${"#".repeat(Number(name[1]))} `;
  if (name === "li") return closes ? "" : `\n${"  ".repeat(Math.max(0, depth - 1))}- `;
  if (name === "tr") return closes ? "|" : "\n";
  if (name === "td" || name === "th") return closes ? " " : "| ";
  return /^(?:p|div|br|ul|ol|table|section|article|body|head|title|summary|details|tbody|thead)$/.test(name)
    ? "\n"
    : "";
};

const characterOf = (decimal: string, hex: string, named: string, whole: string): string => {
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null;
  if (code !== null) return code >= 32 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  return { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " }[named.toLowerCase()] ?? whole;
};
