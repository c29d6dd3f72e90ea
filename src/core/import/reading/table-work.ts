import { groupBy } from "../../group.ts";
import { type Group, groupOf, type Left, type Question } from "../backlog.ts";
import { stateOfHeading, type WorkState } from "../states.ts";
import { allIn, type Section, type Table, tablesIn } from "../tree/tree.ts";
import { type Document, type FoundWork, hasBoxes } from "./context.ts";
import { type Columns, columnsOf, type Row, rowsOf } from "./tables.ts";
import { titleOfSection } from "./titles.ts";

/** Todos are the rows of tables whose columns say so. */
export const tableWork = (document: Document): FoundWork => {
  const sections = allIn(document.root).map((section) => ({ section, tables: workTables(section, false) }));
  const tables = sections.flatMap((one) => one.tables);
  const all = sections.map(({ section, tables: own }) => ({
    section,
    tables: own.filter((one) => !isLegend(one, tables)),
  }));
  const areDated = hasStates(tables.filter((one) => !isLegend(one, tables)));
  const found = all.map(({ section, tables }) =>
    groupsOf(section, rowsOfTables(section, tables, areDated), document),
  );
  return {
    groups: found.flatMap(({ groups }) => groups),
    left: found.flatMap(({ left }) => left),
    questions: [],
  };
};

/** Whether a table but says what words for states mean that another one has. */
const isLegend = ({ table, columns }: WorkTable, all: readonly WorkTable[]): boolean => {
  const states = table.rows.map(({ cells }) => cells[columns.state] ?? "");
  return (
    table.head.length === 2 &&
    columns.state >= 0 &&
    new Set(states).size === states.length &&
    all.some((other) => other.table !== table && other.columns.state >= 0 && other.table.head.length > 2)
  );
};

interface WorkTable {
  readonly table: Table;
  readonly columns: Columns;
}

/** The tables of a section whose rows are work. */
export const workTables = ({ blocks }: Section, isWork: boolean): WorkTable[] =>
  tablesIn(blocks).flatMap((table) => {
    const columns = columnsOf(table, isWork);
    return columns ? [{ table, columns }] : [];
  });

/** Tables with states in sections without boxes, of whose rows nothing was made. */
export const tablesBeside = ({ root }: Document, isFree: (line: number) => boolean): Question[] =>
  allIn(root)
    .filter(({ blocks }) => !hasBoxes(blocks))
    .flatMap((section) => workTables(section, false))
    .filter(({ table, columns }) => columns.state >= 0 && table.rows.every(({ line }) => isFree(line)))
    .flatMap(({ table, columns }) => {
      const { rows } = rowsOf(table, columns, "open");
      const { line, end } = table;
      return rows.length > 0 ? [{ asks: "table-beside" as const, points: rows.length, line, end }] : [];
    });

export const hasStates = (tables: readonly WorkTable[]): boolean =>
  tables.some(({ columns }) => columns.state >= 0);

/** Where other tables say a state, rows that have a day in place of one are done. */
export const rowsOfTables = (
  section: Section,
  tables: readonly WorkTable[],
  areDated: boolean,
): { rows: Row[]; left: Left[] } => {
  const said = stateOfHeading(section.heading?.text ?? "");
  const found = tables.map(({ table, columns }) => {
    const isDated = areDated && columns.state < 0 && columns.day >= 0;
    const whole: WorkState = said ?? (isDated ? "done" : "open");
    return rowsOf(table, columns, whole);
  });
  return { rows: found.flatMap(({ rows }) => rows), left: found.flatMap(({ left }) => left) };
};

const groupsOf = (
  section: Section,
  { rows, left }: { rows: readonly Row[]; left: readonly Left[] },
  document: Document,
): { groups: Group[]; left: readonly Left[] } => {
  const { title, stated } = titleOfSection(section, document);
  const byName = groupBy(rows, ({ of }) => of ?? title);
  const groups = [...byName].map(([name, own]) => {
    const tasks = own.map(({ task }) => task);
    const [line, end] =
      byName.size === 1 ? [section.line, section.end] : [tasks[0]?.line ?? 0, tasks.at(-1)?.end ?? 0];
    return groupOf({ title: name, tasks, stated: name === title ? stated : [], line, end });
  });
  return { groups, left };
};
