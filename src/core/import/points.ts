import type { ImportSource } from "./source.ts";

/** About how many things a source has that each are looked at again and again: points, titles, rows, objects. */
export const pointsOf = ({ text, lines }: Pick<ImportSource, "text" | "lines">): number => {
  if (/^\s*[[{]/.test(text)) return text.split("{").length - 1;
  const worded = lines.filter((line) => line.trim() !== "");
  const points = worded.filter((line) => begun.test(line)).length;
  return Math.ceil(points + (worded.length - points) / plainLines);
};

/** How much more than a plain line, such as one of prose, a point takes. */
const plainLines = 4;

/** What begins a point, a title or a row, in whatever markup. */
const begun =
  /^\s*(?:[-*+>|・•▪‣●○◦–☐☑☒✅⬜🔲]|\d{1,3}[.)]|#{1,8}\s|h[1-6]\.|<(?:li|tr|h\d)|x |\([A-Z]\) |\d{4}-\d\d-\d\d )/u;

/** As many as are read in about a second for each megabyte: ordinary sources have fewer, and no plan has so many todos. */
export const mostPoints = ({ text }: Pick<ImportSource, "text">): number =>
  Math.min(50_000, Math.max(15_000, text.length / 50));
