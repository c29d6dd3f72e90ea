import { unquote } from "../quoted-path.ts";

/** Lines of the new side that a unified diff shows, by path: only there can a review comment stand. */
export const diffLines = (diff: string): ReadonlyMap<string, ReadonlySet<number>> => {
  const lines = new Map<string, Set<number>>();
  let shown: Set<number> | null = null;
  let next = 0;
  let left = { old: 0, new: 0 };
  for (const line of diff.split("\n")) {
    if (left.old <= 0 && left.new <= 0) {
      const path = newPath(line);
      if (path !== null) shown = showing(lines, path);
      const hunk = hunkHeader(line);
      if (hunk) {
        next = hunk.start;
        left = { old: hunk.old, new: hunk.new };
      }
      continue;
    }
    const mark = line[0];
    if (mark === "\\") continue;
    if (mark !== "-") {
      shown?.add(next);
      next += 1;
      left.new -= 1;
    }
    if (mark !== "+") left.old -= 1;
  }
  return lines;
};

const showing = (lines: Map<string, Set<number>>, path: string): Set<number> | null => {
  if (path === "/dev/null") return null;
  const shown = new Set<number>();
  lines.set(path.replace(/^b\//, ""), shown);
  return shown;
};

const newPath = (line: string): string | null => {
  const name = /^\+\+\+ (.*?)\t?\r?$/.exec(line)?.[1];
  return name === undefined ? null : unquote(name);
};

const hunkHeader = (line: string): { start: number; old: number; new: number } | null => {
  const found = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
  if (!found) return null;
  return { start: Number(found[2]), old: Number(found[1] ?? 1), new: Number(found[3] ?? 1) };
};
