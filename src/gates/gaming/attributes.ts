import type { ChangedLines, Line } from "../changed-lines.ts";
import { printable } from "../commit.ts";
import { some } from "../words.ts";
import { type FileRole, weakening } from "./finding.ts";

/** What an edit of attributes does; `null` where they are of none that a gate reads, or that hides lines from a reviewer. */
export const attributesRole = ({ added, deleted }: ChangedLines): FileRole | null => {
  const marked = linesOf(added).filter((text) => hiding.test(text));
  if (marked.length > 0) {
    const said = some(marked, 5, (text) => printable(text, 100));
    return weakening(`marks files as generated or vendored, which are not counted: ${said}`);
  }
  const isBare = added.length + deleted.length === 0;
  const decides = isBare || [...linesOf(added), ...linesOf(deleted)].some((text) => !isIdle(text));
  return decides ? weakening("edits attributes that gates read") : null;
};

const linesOf = (lines: readonly Line[]): string[] =>
  lines
    .map(({ text }) => text.replace(/^\uFEFF/, "").trim())
    .filter((text) => text !== "" && !text.startsWith("#"));

/** Attributes that take files out of the count: Linguist's overrides. */
const hiding = /(^|\s)linguist-(?:generated|vendored)(?:=(?!false)\S*)?(?=\s|$)/;

/** Attributes of archives, line ends, merges and colours. */
const idle =
  /^(?:[-!]?(?:export-(?:ignore|subst)|text|whitespace)|text=auto|eol=(?:lf|crlf)|merge=union|diff=\w+|whitespace=\S+|linguist-(?:detectable|documentation|language)(?:=\S+)?)$/;

const isIdle = (line: string): boolean => {
  const [, marks] =
    /^(?:"(?:\\.|[^"\\])*"|(?!\[attr\])[^"\s]\S*)((?:\s+\S+)*)$/.exec(line.slice(0, 2000)) ?? [];
  return marks?.split(/\s+/).every((mark) => mark === "" || idle.test(mark)) === true;
};
