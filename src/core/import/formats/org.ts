import { readDocument } from "../document.ts";
import type { Format } from "./format.ts";
import { orgKeywords, orgWork } from "./org-work.ts";

/** Org mode: headlines with keywords are todos, those without are what they belong to; where none has one, all are. */
export const org: Format = {
  name: "Org file",
  read: (source, options) => {
    const isTodo = isKept(orgKeywords(source.lines));
    const headlines = source.lines.filter((line) => /^\*+ \S/.test(line));
    const isOrg = source.lines.some((line) => /^#\+\w+:/i.test(line)) || headlines.some(isTodo);
    if (!isOrg || headlines.length === 0) return null;
    const at = source.lines.findIndex((line) => /^#\+title:/i.test(line));
    const title = {
      text: (source.lines[at] ?? "").replace(/^#\+title:\s*/i, ""),
      at: { line: at + 1, end: at + 1 },
    };
    const named = at < 0 || title.text === "" ? options : { ...options, title };
    const hasItems = source.lines.some((line) => /^\s*(?:[-+]|\d+[.)])\s+\S|^\s*\|/.test(line));
    return headlines.some(isTodo) || !hasItems
      ? orgWork(source, named)
      : readDocument({ ...source, lines: orgLines(source.lines) }, named);
  },
};

/** Whether a headline begins with a word that says its state. */
const isKept =
  (keywords: ReadonlyMap<string, unknown>) =>
  (line: string): boolean =>
    keywords.has(/^\*+ (\S+) /.exec(line)?.[1] ?? "");

/** Org as Markdown, line by line. */
const orgLines = (lines: readonly string[]): string[] => {
  let isDrawer = false;
  return lines.map((line) => {
    if (/^\s*:(?:PROPERTIES|LOGBOOK):\s*$/i.test(line)) isDrawer = true;
    const wasDrawer = isDrawer;
    if (/^\s*:END:\s*$/i.test(line)) isDrawer = false;
    if (wasDrawer) return "";
    const [, stars, title] = /^(\*+) (.*)$/.exec(line) ?? [];
    if (stars !== undefined) return `${"#".repeat(Math.min(6, stars.length))} ${title}`;
    if (/^\s*#\+(?:BEGIN|END)_/i.test(line)) return "```";
    if (/^\s*#\+\w+:/.test(line)) return "";
    // A box that is half ticked: some of what stands below it is done.
    if (/^\s*(?:[-+]|\d+[.)])\s+\[-\]/.test(line)) return line.replace("[-]", "[ ]");
    return /^\s*\|[-+|]+\|?\s*$/.test(line) ? line.replaceAll("+", "|") : line;
  });
};
