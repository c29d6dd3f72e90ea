import type { Backlog, Left } from "../backlog.ts";
import { refersTo } from "../reading/tables.ts";
import type { ImportSource } from "../source.ts";
import type { Csv, CsvRow } from "./csv.ts";
import { backlogOfItems, issueAt, stateOf, textOfParts, type WorkItem } from "./records.ts";

/** Which columns of a tracker's export say what; several may say one thing. */
export interface TrackerColumns {
  readonly title: RegExp;
  readonly key?: RegExp;
  readonly text?: RegExp;
  readonly state?: RegExp;
  /** Columns that have something once it is done. */
  readonly over?: RegExp;
  /** Names of what it is a part of, the most fitting first. */
  readonly of?: readonly RegExp[];
  /** The key of what it is a part of. */
  readonly parent?: RegExp;
  readonly needs?: RegExp;
  readonly blocks?: RegExp;
  readonly kind?: RegExp;
  readonly url?: RegExp;
  /** Its descriptions as Markdown. */
  readonly markdown?: (text: string) => string;
}

/** Rows of an export as a backlog, by its columns; `beside` are those that are no work. */
export const backlogOfRows = (
  { head, rows, beside = [] }: Csv & { readonly beside?: readonly Left[] },
  source: ImportSource,
  columns: TrackerColumns,
): Backlog | null => {
  const at = (pattern: RegExp | undefined) =>
    pattern === undefined ? [] : head.flatMap((name, index) => (pattern.test(name.trim()) ? [index] : []));
  const [title] = at(columns.title);
  if (title === undefined) return null;
  const places = {
    ...{
      title: [title],
      key: at(columns.key),
      text: at(columns.text),
      state: at(columns.state),
      over: at(columns.over),
    },
    ...{ parent: at(columns.parent), needs: at(columns.needs), blocks: at(columns.blocks) },
    ...{ kind: at(columns.kind), url: at(columns.url), of: (columns.of ?? []).flatMap(at) },
  };
  const cellsOf = (row: CsvRow) => places.key.map((at) => (row.cells[at] ?? "").trim());
  const refersIn = refersAmong(new Set(rows.flatMap(cellsOf)));
  const items = withParents(
    rows.map((row) => itemOf(row, { places, source, columns, refersIn })),
    rows,
  );
  const used = new Set(Object.values(places).flat());
  const unused = head.filter((_, index) => !used.has(index));
  const left: Left[] =
    unused.length > 0 ? [{ line: 1, end: 1, why: "column", what: [...new Set(unused)].join(", ") }] : [];
  return backlogOfItems(withBlocks(items), source, { title: source.name, left: [...left, ...beside] });
};

type Places = Readonly<
  Record<
    "title" | "key" | "text" | "state" | "over" | "parent" | "needs" | "blocks" | "kind" | "url" | "of",
    readonly number[]
  >
>;

interface Blocking extends WorkItem {
  readonly blocks: readonly string[];
}

interface Around {
  readonly places: Places;
  readonly source: ImportSource;
  readonly columns: TrackerColumns;
  /** What a cell names of the other rows. */
  readonly refersIn: (cell: string) => string[];
}

/** Whole keys between commas, which may have spaces in them, or else keys between anything. */
const refersAmong =
  (keys: ReadonlySet<string>) =>
  (cell: string): string[] => {
    const parts = cell.split(/\s*[,;\n]\s*/).filter((part) => part !== "");
    return keys.has(cell) ? [cell] : parts.every((part) => keys.has(part)) ? parts : refersTo(cell);
  };

const itemOf = ({ cells, line, end }: CsvRow, { places, source, columns, refersIn }: Around): Blocking => {
  const all = (name: keyof Places) => places[name].map((at) => (cells[at] ?? "").trim()).filter(Boolean);
  const [key = null] = all("key");
  const [parent] = all("parent");
  const { markdown = (text: string) => text } = columns;
  const isOver = all("over").length > 0;
  return {
    key,
    title: all("title")[0] ?? "",
    text: textOfParts(...all("text").map((text) => ["", markdown(text)] as const)),
    state: isOver ? "done" : (all("title")[0] ?? "") === "" ? "cancelled" : stateOf(...all("state")),
    of: all("of"),
    needs: all("needs").flatMap(refersIn),
    blocks: all("blocks").flatMap(refersIn),
    isGroup: all("kind").some((kind) => /^(?:epic|initiative|épica|épopée|エピック|史诗|에픽)$/iu.test(kind)),
    ...(parent ? { parent } : {}),
    ...all("url")
      .map((url) => issueAt(url, source))
      .at(0),
    line,
    end,
  };
};

/** What a row is a part of may be named by another column than its key's, such as a number of the tracker's own. */
const withParents = (items: readonly Blocking[], rows: readonly CsvRow[]): Blocking[] => {
  const keys = new Set(items.map(({ key }) => key));
  const isUnknown = ({ parent }: Blocking) => parent !== undefined && !keys.has(parent);
  if (!items.some(isUnknown)) return [...items];
  const others = otherNames(items, rows);
  return items.map((item) => {
    const parent = isUnknown(item) ? others.get(item.parent ?? "") : undefined;
    return parent === undefined ? item : { ...item, parent };
  });
};

/** The keys of rows by what else tells them apart: columns in which no two rows have the same. */
const otherNames = (items: readonly Blocking[], rows: readonly CsvRow[]): Map<string, string> => {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const columns = Array.from({ length: width }, (_, at) => rows.map(({ cells }) => (cells[at] ?? "").trim()));
  const telling = columns.filter((cells) => !cells.includes("") && new Set(cells).size === cells.length);
  return new Map(
    telling.flatMap((cells) =>
      cells.flatMap((cell, at) => {
        const key = items[at]?.key;
        return key ? [[cell, key] as const] : [];
      }),
    ),
  );
};

/** What says that it blocks another is what that one waits for. */
const withBlocks = (items: readonly Blocking[]): WorkItem[] => {
  const blockers = new Map<string, string[]>();
  for (const { key, blocks } of items)
    if (key) for (const other of blocks) blockers.set(other, [...(blockers.get(other) ?? []), key]);
  return items.map((item) => ({ ...item, needs: [...item.needs, ...(blockers.get(item.key ?? "") ?? [])] }));
};
