import type { Left } from "../backlog.ts";
import { type Csv, type CsvRow, csvOf } from "./csv.ts";
import type { Format } from "./format.ts";
import { backlogOfRows } from "./tracker.ts";

/** A view of a GitHub project as it is exported: values between tabs, each row with the address of its issue. */
export const githubProject: Format = {
  name: "GitHub project",
  read: (source) => {
    const csv = csvOf(source.text);
    const has = (name: string) => csv?.head.some((one) => one.toLowerCase() === name) === true;
    if (!csv || !has("title") || !has("url") || !has("status")) return null;
    return backlogOfRows(numbered(csv), source, {
      title: /^title$/i,
      key: exactly(own.key),
      text: /^(?:body|description)$/i,
      state: /^status$/i,
      of: [/^milestone$/i],
      parent: exactly(own.parent),
      kind: exactly(own.kind),
      needs: /^blocked by$/i,
      blocks: /^blocking$/i,
      url: /^url$/i,
    });
  },
};

/** Columns that are made of others, by names that no export has. */
const own = { key: "milepost key", parent: "milepost parent", kind: "milepost kind" } as const;
const exactly = (name: string): RegExp => new RegExp(`^${name}$`);

/** The export with issues named by their numbers, and those that have parts marked; pull requests are beside it. */
const numbered = ({ head, rows }: Csv): Csv & { readonly beside: readonly Left[] } => {
  const at = (name: string) => head.findIndex((one) => one.toLowerCase() === name);
  const [url, title, parent] = [at("url"), at("title"), at("parent issue")];
  const isPull = ({ cells }: CsvRow) => /\/pull\/\d+/.test(cells[url] ?? "");
  const work = rows.filter((row) => !isPull(row));
  const byTitle = new Map(
    work.map(({ cells }) => [(cells[title] ?? "").trim(), numberIn(cells[url] ?? "")] as const),
  );
  const parentOf = ({ cells }: CsvRow): string => {
    const said = (cells[parent] ?? "").trim();
    return numberIn(said) || byTitle.get(said) || said;
  };
  const parents = new Set(work.map(parentOf));
  return {
    head: [...head, own.key, own.parent, own.kind],
    rows: work.map((row) => {
      const cells = head.map((_, column) => withNumbers(row.cells[column] ?? "", column === url));
      const key = numberIn(row.cells[url] ?? "");
      const kind = key !== "" && parents.has(key) ? "epic" : "";
      return { ...row, cells: [...cells, key, parentOf(row), kind] };
    }),
    beside: rows
      .filter(isPull)
      .map(({ line, end, cells }) => ({ line, end, why: "beside", what: cells[title] ?? "" })),
  };
};

/** An issue's number as people write it; empty where a text names none. */
const numberIn = (text: string): string => {
  const [, number] = /(?:\/issues\/|#)(\d{1,9})$/.exec(text.trim()) ?? [];
  return number === undefined ? "" : `#${number}`;
};

const withNumbers = (cell: string, isAddress: boolean): string =>
  isAddress ? cell : cell.replace(/(?:https?:\S+\/issues\/|[\w.-]+\/[\w.-]+#)(\d{1,9})/g, "#$1");
