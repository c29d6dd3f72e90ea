import { plainLine } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";

/** A diff as lines for a terminal, in git's colours, without what could steer it. */
export const diffLines = (diff: string, colors: Colors): string[] => {
  // Above a hunk, lines that begin with + and - name files.
  let isHead = true;
  return diff
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => {
      if (line.startsWith("diff ")) isHead = true;
      else if (line.startsWith("@@")) isHead = false;
      return paintOf(line, isHead, colors)(plainLine(line));
    });
};

const paintOf = (line: string, isHead: boolean, colors: Colors): ((text: string) => string) => {
  if (isHead) return colors.bold;
  if (line.startsWith("@@")) return colors.cyan;
  if (line.startsWith("+")) return colors.green;
  return line.startsWith("-") ? colors.red : (text) => text;
};
