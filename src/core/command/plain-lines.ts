/*
 * Which lines of a comment are plain text, by the rules of CommonMark (version 0.31) where a reader would see the
 * difference: what is shown as code, as a quote or not at all says nothing. In doubt a line is not plain.
 */

/** The lines of a comment that stand outside code, quotes and HTML comments. */
export const plainLines = (body: string): string[] => {
  const scan: Scan = { fence: null, hidden: null, paragraph: [], isQuoted: false, inList: false, plain: [] };
  for (const line of body.split(/\r\n?|\n/)) scanLine(scan, line);
  endParagraph(scan);
  return scan.plain;
};

interface Scan {
  /** The fence that is open. */
  fence: { readonly mark: string; readonly isQuoted: boolean } | null;
  /** What ends the HTML that is open. */
  hidden: RegExp | null;
  /** Lines of the paragraph so far; those of a quote are left out. */
  paragraph: string[];
  /** Whether the line before belongs to a quote's paragraph, which goes on without a mark. */
  isQuoted: boolean;
  inList: boolean;
  readonly plain: string[];
}

const scanLine = (scan: Scan, line: string): void => {
  if (scan.fence && goesOnFenced(scan, line)) return;
  if (scan.hidden) {
    if (scan.hidden.test(line)) scan.hidden = null;
    return;
  }
  if (line.trim() === "") {
    endParagraph(scan);
    return;
  }
  const { inner, isQuoted, isItem, indent } = unwrap(line);
  if (isItem) scan.inList = true;
  else if (indent === 0 && scan.paragraph.length === 0) scan.inList = false;
  const isCode = indent >= 4 && scan.paragraph.length === 0 && !scan.inList;
  const mark = isCode ? null : fenceMark(inner);
  if (mark !== null) {
    endParagraph(scan);
    scan.fence = { mark, isQuoted };
    return;
  }
  if (isQuoted || scan.isQuoted) {
    endParagraph(scan);
    scan.isQuoted = inner !== "";
    return;
  }
  scanText(scan, line, { inner, starts: isItem || isHeading(line) });
};

const scanText = (scan: Scan, line: string, { inner, starts }: { inner: string; starts: boolean }): void => {
  const ends = hiddenUntil(inner);
  if (ends) {
    endParagraph(scan);
    if (!ends.test(inner)) scan.hidden = ends;
    return;
  }
  if (starts) endParagraph(scan);
  scan.paragraph.push(line);
  if (isHeading(line)) endParagraph(scan);
};

/** Whether the line is within the open fence, or closes it. */
const goesOnFenced = (scan: Scan, line: string): boolean => {
  if (!scan.fence) return false;
  const { mark, isQuoted } = scan.fence;
  if (isQuoted && !/^ {0,3}>/.test(line)) {
    scan.fence = null;
    return false;
  }
  const inner = isQuoted ? unwrap(line).inner : line.trim();
  if (inner.length >= mark.length && inner === (mark[0] ?? "").repeat(inner.length)) scan.fence = null;
  return true;
};

/** A line without the marks of the quotes and list items that it opens. */
const unwrap = (line: string): { inner: string; isQuoted: boolean; isItem: boolean; indent: number } => {
  const indent = indentOf(line);
  let [inner, isQuoted, isItem] = [line.trim(), false, false];
  for (let depth = 0; depth < deepest; depth += 1) {
    const mark = /^(?:(>)|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))/.exec(inner);
    if (!mark || (indent >= 4 && !isQuoted && !isItem)) return { inner, isQuoted, isItem, indent };
    if (mark[1] === undefined) isItem = true;
    else isQuoted = true;
    inner = inner.slice(mark[0].length).trimStart();
  }
  return { inner, isQuoted: true, isItem, indent };
};

/** Quotes and lists within each other beyond this are nothing that people write. */
const deepest = 50;

/** Columns before the text; a tab goes to the next stop of four. */
const indentOf = (line: string): number => {
  let columns = 0;
  for (const character of line) {
    if (character === " ") columns += 1;
    else if (character === "\t") columns += 4 - (columns % 4);
    else break;
  }
  return columns;
};

/** The mark of a fence that a line opens. */
const fenceMark = (inner: string): string | null => /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(inner)?.[0] ?? null;

const isHeading = (line: string): boolean => /^ {0,3}#{1,6}(?:[ \t]|$)/.test(line);

/** What ends the HTML that a line opens, when what is in it is hidden, code or a quote. */
const hiddenUntil = (inner: string): RegExp | null => {
  if (inner.startsWith("<!--")) return /-->/;
  const tag = /^<(pre|script|style|textarea|code|blockquote)(?=[\s>]|$)/i.exec(inner)?.[1];
  return tag === undefined ? null : new RegExp(`</${tag}>`, "i");
};

/** Ends the paragraph: its lines are plain that do not begin within a code span or an HTML comment. */
const endParagraph = (scan: Scan): void => {
  const { paragraph, plain } = scan;
  scan.paragraph = [];
  scan.isQuoted = false;
  const spans = spansIn(paragraph.join("\n"));
  let [at, next] = [0, 0];
  for (const line of paragraph) {
    while ((spans[next]?.end ?? Number.POSITIVE_INFINITY) <= at) next += 1;
    if ((spans[next]?.start ?? Number.POSITIVE_INFINITY) >= at) plain.push(line);
    at += line.length + 1;
  }
};

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Code spans and HTML comments of a paragraph, from the left; a comment that does not end hides the rest. */
const spansIn = (text: string): Span[] => {
  const runs = [...text.matchAll(/\\`|`+|<!--/g)];
  const closers = closersOf(runs);
  const spans: Span[] = [];
  let end = 0;
  for (const [at, run] of runs.entries()) {
    const [mark] = run;
    if (run.index < end || mark === "\\`") continue;
    if (mark === "<!--") {
      const close = text.indexOf("-->", run.index + 2);
      end = close < 0 ? text.length : close + 3;
      spans.push({ start: run.index, end });
      continue;
    }
    const closer = closers[at];
    if (closer === undefined) continue;
    end = closer + mark.length;
    spans.push({ start: run.index, end });
  }
  return spans;
};

/** For each run of backticks, where the next one of its length is. */
const closersOf = (runs: readonly RegExpExecArray[]): (number | undefined)[] => {
  const nextOfLength = new Map<number, number>();
  const closers: (number | undefined)[] = new Array(runs.length);
  for (let at = runs.length - 1; at >= 0; at -= 1) {
    const run = runs[at];
    if (!run || run[0] === "<!--") continue;
    // Within a code span a backslash is a backslash: an escaped backtick may close one, but opens none.
    const length = run[0] === "\\`" ? 1 : run[0].length;
    closers[at] = nextOfLength.get(length);
    nextOfLength.set(length, run[0] === "\\`" ? run.index + 1 : run.index);
  }
  return closers;
};
