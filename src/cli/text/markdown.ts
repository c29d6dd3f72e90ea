import { plain, plainLine } from "./clip.ts";
import { table } from "./table.ts";

/** Markdown as a terminal shows it: without marks that only look, nor those that keep it from acting on a forge. */
export const unmarked = (text: string): string =>
  text
    .replaceAll("**", "")
    .replace(/\\([\\`*_[\]<>~&|#+.)=-])/g, "$1")
    .replace(/[\u200b\u2060]/g, "");

/** The cells of a line of a table; none of the line below its heads, nor of other lines. */
export const cellsIn = (line: string): string[] =>
  isRule(line)
    ? []
    : line
        .replace(/^\s*\||\|\s*$/g, "")
        .split(/(?<!\\)\|/)
        .map((cell) => plain(unmarked(cell)));

const isRow = (line: string): boolean => line.trimStart().startsWith("|");
const isRule = (line: string): boolean => /^[\s|:-]+$/.test(line);

/** Markdown as lines, its tables as columns. */
export const markdownLines = (text: string, columns: number | null): string[] => {
  const lines: string[] = [];
  let rows: string[][] = [];
  const end = () => {
    lines.push(...tableLines(rows, columns));
    rows = [];
  };
  for (const line of text.split("\n")) {
    if (isRow(line)) {
      if (!isRule(line)) rows.push(cellsIn(line));
      continue;
    }
    end();
    lines.push(plainLine(unmarked(line)));
  }
  end();
  return lines;
};

const tableLines = (rows: readonly (readonly string[])[], columns: number | null): string[] => {
  const [heads, ...rest] = rows;
  if (!heads) return [];
  const cells = rest.map((row) => heads.map((_, at) => ({ text: row[at] ?? "" })));
  const last = heads.length - 1;
  return table(
    heads.map((head, at) => ({ head, ...(at === last ? { least: 10 } : {}) })),
    cells,
    { columns, paintHead: (head) => head },
  );
};
