import wrapAnsi from "wrap-ansi";
import { widthOf } from "./clip.ts";

/**
 * A line in rows of at most so many columns, broken between words and set in below where it began; a command, which people
 * copy, stays in one. `null` is as wide as it takes.
 */
export const wrapped = (line: string, columns: number | null): string[] => {
  if (columns === null || widthOf(line) <= columns || isCommand(line)) return [line];
  const [before = ""] = /^\s*(?:\| )?/.exec(line) ?? [];
  const inset = before.endsWith("| ") ? before : `${before}  `;
  const room = Math.max(1, columns - inset.length);
  const rows = wrapAnsi(line.slice(before.length), room, { hard: true }).split("\n");
  return rows.map((row, at) => (at === 0 ? before : inset) + row);
};

const isCommand = (line: string): boolean => /^\s*(?:milepost|npx|gh|git) /.test(line);
