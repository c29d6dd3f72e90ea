import type { Lines } from "../source.ts";

/** A row of values, and the lines that it stands in. */
export interface CsvRow extends Lines {
  readonly cells: readonly string[];
}

export interface Csv {
  readonly head: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** Values between commas, semicolons or tabs (RFC 4180), as spreadsheets and trackers export them; `null` when they are none. */
export const csvOf = (text: string): Csv | null => {
  const [head = ""] = text.split("\n", 1);
  const by = ["\t", ",", ";"]
    .map((mark) => ({ mark, count: head.split(mark).length - 1 }))
    .sort((a, b) => b.count - a.count)[0];
  if (!by || by.count === 0 || head.trim() === "" || /^\s*(?:[#|[{<]|[-*] )/.test(head)) return null;
  const [first, ...rest] = rowsOf(text, by.mark);
  const rows = rest.filter(({ cells }) => cells.some((cell) => cell.trim() !== ""));
  if (!first || rows.length === 0) return null;
  const isEven = rows.filter(({ cells }) => cells.length > first.cells.length + 1).length * 10 <= rows.length;
  return isEven ? { head: first.cells.map((cell) => cell.trim()), rows } : null;
};

const rowsOf = (text: string, by: string): CsvRow[] => {
  const rows: { cells: string[]; line: number; end: number }[] = [];
  let at = 0;
  let line = 1;
  let row = { cells: [] as string[], line, end: line };
  while (at <= text.length) {
    const { value, next } =
      text[at] === '"' ? (quotedAt(text, at, by) ?? bareAt(text, at, by)) : bareAt(text, at, by);
    row.cells.push(value);
    for (let from = at; from < next; from += 1) if (text[from] === "\n") line += 1;
    row.end = line;
    at = next + 1;
    if (text[next] !== by) {
      rows.push(row);
      line += 1;
      row = { cells: [], line, end: line };
    }
  }
  return rows;
};

const bareAt = (text: string, at: number, by: string): { value: string; next: number } => {
  let next = at;
  while (next < text.length && text[next] !== by && text[next] !== "\n") next += 1;
  return { value: text.slice(at, next), next };
};

/** A value in quotes; `null` when its quote ends before the value does, or never. */
const quotedAt = (text: string, at: number, by: string): { value: string; next: number } | null => {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    if (text[end + 1] === '"') {
      end += 1;
      continue;
    }
    const isEnd = end + 1 >= text.length || text[end + 1] === by || text[end + 1] === "\n";
    return isEnd ? { value: text.slice(at + 1, end).replaceAll('""', '"'), next: end + 1 } : null;
  }
  return null;
};
