import { saysDone } from "./words.ts";

/** A row of a table as a point of a list. */
interface TableRow {
  readonly text: string;
  /** The other cells, each as a line that names its column. */
  readonly details: readonly string[];
  readonly ticked: boolean;
  /** Who works on it, by the column that says so. */
  readonly of: string | null;
  /** Lines below the table's first. */
  readonly below: number;
}

/** A table: its rows are points where one of its columns is named as what is to be done or who does it. */
interface Table {
  readonly rows: readonly TableRow[];
  /** Its lines in all. */
  readonly length: number;
}

/** The table that begins here; `null` when none does. */
export const tableAt = (raw: readonly string[], at: number): Table | null => {
  const isRow = (line: string | undefined) => line?.trim().startsWith("|") === true;
  if (!isRow(raw[at]) || !isRow(raw[at + 1])) return null;
  let length = 2;
  while (isRow(raw[at + length])) length += 1;
  const lines = raw.slice(at, at + length);
  const head = cellsOf(lines[0] ?? "");
  const columns = columnsOf(head);
  if (!columns) return { rows: [], length };
  const rows = lines.flatMap((line, below) =>
    below === 0 || isRuled(line) ? [] : rowOf(cellsOf(line), { head, columns, below }),
  );
  return { rows, length };
};

const isRuled = (line: string): boolean => /^[\s|:-]+$/.test(line);

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll("\\|", "|").trim());

interface Columns {
  readonly title: number;
  readonly of: number;
  readonly state: number;
}

const titles =
  /^(?:summary|title|todos?|tasks?|work(?: item)?|items?|features?|stor(?:y|ies)|titel|zusammenfassung|aufgabe|beschreibung|タイトル|要約|タスク|作業|内容)$/i;
const workers =
  /^(?:agent|body|work body|team|owner|component(?:\/s|s)?|epic(?: name| link)?|area|stream|workstream|module|verantwortlich|komponente|bereich|担当|チーム|エージェント|領域)$/i;
const states = /^(?:status|state|done\??|zustand|erledigt\??|状態|ステータス)$/i;

const columnsOf = (head: readonly string[]): Columns | null => {
  const isId = (name: string) => /^(?:#|no\.?|nr\.?|id|key|issue key|issue|番号)?$/i.test(name);
  const find = (pattern: RegExp) => head.findIndex((name) => pattern.test(name));
  const of = find(workers);
  const state = find(states);
  const named = find(titles);
  if (named < 0 && of < 0) return null;
  const first = head.findIndex((name, at) => at !== of && at !== state && !isId(name));
  return { title: named >= 0 ? named : Math.max(0, first), of, state };
};

const rowOf = (
  cells: readonly string[],
  { head, columns, below }: { head: readonly string[]; columns: Columns; below: number },
): TableRow[] => {
  const [text = "", ...more] = (cells[columns.title] ?? "").split(/<br\s*\/?>/i);
  if (text.trim() === "") return [];
  const others = cells.flatMap((cell, at) => {
    if (at === columns.title || cell === "") return [];
    const [first = "", ...rest] = cell.split(/<br\s*\/?>/i);
    return [head[at] ? `${head[at]}: ${first}` : first, ...rest];
  });
  return [
    {
      text: text.trim(),
      details: [...more, ...others],
      ticked: saysDone(cells[columns.state] ?? ""),
      of: cells[columns.of] || null,
      below,
    },
  ];
};
