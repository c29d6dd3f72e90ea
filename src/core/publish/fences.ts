/*
 * Fences of code (CommonMark 0.31, "Fenced code blocks"): one that a text leaves open would hold what follows the text.
 */

/** The text with a fence that it leaves open ended; where that cannot be told for sure, `mark` makes of its fences plain text. */
export const withoutOpenFence = (text: string, mark: string): string => {
  let open: Fence | null = null;
  for (const line of text.split("\n")) {
    if (open !== null && isLeft(open, line)) return unfenced(text, mark);
    open = after(open, line);
  }
  if (open === null) return text;
  return open.column > 0 ? unfenced(text, mark) : `${text}\n${open.fence}`;
};

interface Fence {
  readonly fence: string;
  /** Where it begins in its line: within a list or a quote it ends with that. */
  readonly column: number;
}

const isLeft = ({ column }: Fence, line: string): boolean =>
  line.trim() !== "" && line.length - line.trimStart().length < column;

/** A fence ends at a line of its own mark alone, as long or longer. */
const after = (open: Fence | null, line: string): Fence | null => {
  if (open !== null) {
    const [, end = ""] =
      (open.column > 0 ? /^\s*(`{3,}|~{3,})\s*$/ : /^ {0,3}(`{3,}|~{3,})\s*$/).exec(line) ?? [];
    return end.startsWith(open.fence) ? null : open;
  }
  const [, before = "", fence = ""] = opening.exec(line) ?? [];
  return fence === "" ? null : { fence, column: before.length };
};

const inList = "(?:>|[-*+]|\\d{1,9}[.)])";
const opening = new RegExp(`^((?:[ \\t]*${inList}[ \\t])*[ \\t]*)(\`{3,}(?=[^\`]*$)|~{3,})`);

const unfenced = (text: string, mark: string): string =>
  text.replace(new RegExp(`^((?:[ \\t]*${inList}[ \\t])*[ \\t]*)(?=\`{3}|~{3})`, "gm"), `$1${mark}`);
