/** Where something stands in a source: its first and its last line, from 1. */
export interface Lines {
  readonly line: number;
  readonly end: number;
}

/** What is imported. */
export interface ImportSource {
  readonly text: string;
  readonly lines: readonly string[];
  /** Its name without folders and extension. */
  readonly name: string;
  /** The repository that the plan is for, as `owner/name`; `null` when it is not known. */
  readonly repository: string | null;
}

/** A text with every line ended by one line feed, and without what no plan can hold. */
export const sourceOf = (text: string, file: string, repository: string | null = null): ImportSource => {
  const plain = text
    .replace(/^\ufeff/, "")
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, "");
  const name = (file.split(/[\\/]/).at(-1) ?? "").replace(/\.\w+$/, "");
  return { text: plain, lines: plain.split("\n"), name, repository };
};

/** Whether a line is in one of the ranges. */
export const isInRanges = (ranges: readonly Lines[], at: number): boolean =>
  ranges.some(({ line, end }) => line <= at && at <= end);

/** A text in which each comment of HTML is what `instead` makes of it; one that nothing ends is none. */
export const replaceComments = (text: string, instead: (comment: string) => string): string => {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const from = text.indexOf("<!--", at);
    const end = from < 0 ? -1 : text.indexOf("-->", from + 4);
    if (end < 0) return parts.join("") + text.slice(at);
    parts.push(text.slice(at, from), instead(text.slice(from, end + 3)));
    at = end + 3;
  }
};

/** A text in one line. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, " ").trim();

/** Lines without the indent that all of them have. */
export const dedented = (lines: readonly string[]): string[] => {
  const indents = lines.filter((line) => line.trim() !== "").map(indentOf);
  const least = indents.reduce((lowest, indent) => Math.min(lowest, indent), indents[0] ?? 0);
  return lines.map((line) => line.slice(least).trimEnd());
};

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** Lines without the blank ones around them. */
export const trimmedLines = (lines: readonly string[]): string[] => {
  const first = lines.findIndex((line) => line.trim() !== "");
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return first < 0 ? [] : lines.slice(first, last + 1);
};

/** Whether a line has a letter or a digit: others say nothing. */
export const isWorded = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);
