/** One line of a patch. Line numbers count from 1; `position` counts the lines below the first hunk's header. */
export interface PatchLine {
  /** `null` for an added line. */
  readonly left: number | null;
  /** `null` for a removed line. */
  readonly right: number | null;
  readonly position: number;
  /** The hunk up to and with this line. */
  readonly hunk: () => string;
}

/** The lines of a patch that stand in a file: context, added and removed ones. */
export const patchLines = (patch: string): PatchLine[] => {
  const lines: PatchLine[] = [];
  const texts = patch.split("\n");
  let [left, right, start] = [0, 0, 0];
  for (const [position, text] of texts.entries()) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(text);
    if (header) {
      [left, right, start] = [Number(header[1]), Number(header[2]), position];
      continue;
    }
    const sign = text.charAt(0);
    if (sign === "\\") continue;
    const from = start;
    lines.push({
      left: sign === "+" ? null : left,
      right: sign === "-" ? null : right,
      position,
      hunk: () => texts.slice(from, position + 1).join("\n"),
    });
    if (sign !== "+") left += 1;
    if (sign !== "-") right += 1;
  }
  return lines;
};

/** Where a line of the old file is in the new one; `null` when it was changed or removed. */
export const followLine = (patch: string | null, line: number): number | null => {
  let shift = 0;
  for (const { left, right } of patchLines(patch ?? "")) {
    if (left === line) return right;
    if (left !== null && left > line) break;
    if (left === null) shift += 1;
    if (right === null) shift -= 1;
  }
  return line + shift;
};
