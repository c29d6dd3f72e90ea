import { groupBy } from "../../group.ts";
import { backlogOf, type Group, groupOf } from "../backlog.ts";
import { withNeeds } from "../reading/needs.ts";
import { columnsOf, rowsOf } from "../reading/tables.ts";
import { csvOf } from "./csv.ts";
import type { Format } from "./format.ts";

/** Any table of values between commas, semicolons or tabs, by what its columns hold. */
export const tableFile: Format = {
  name: "table",
  read: (source) => {
    const csv = csvOf(source.text);
    if (!csv || csv.head.length < 2) return null;
    const rows = csv.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => cell.trim().replace(/\s*\n\s*/g, "<br>")),
    }));
    const table = { kind: "table" as const, head: csv.head, rows, line: 1, end: source.lines.length };
    const columns = columnsOf(table, true);
    if (!columns) return null;
    const { rows: found, left } = rowsOf(table, columns, "open");
    const byName = groupBy(found, ({ of }) => of ?? source.name);
    const groups = [...byName].map(([title, own]): Group => {
      const tasks = own.map(({ task }) => task);
      return groupOf({ title, tasks, line: tasks[0]?.line ?? 1, end: tasks.at(-1)?.end ?? 1 });
    });
    return backlogOf({ title: source.name, groups: withNeeds(groups, []), left });
  },
};
