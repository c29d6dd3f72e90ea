import { type Group, groupOf, type Left, type Task } from "../backlog.ts";
import { isInRanges, type Lines } from "../source.ts";
import { allIn, type List, type Prose, type Section, type Table } from "../tree/tree.ts";
import { type Document, type DocumentReading, type FoundWork, sorted } from "./context.ts";
import { type Columns, columnsOf, rowsOf } from "./tables.ts";
import { titleOfSection } from "./titles.ts";

/** Work with what a person said is work, too: points of lists, rows of tables and paragraphs that became nothing. */
export const withTaken = (found: FoundWork, document: Document): FoundWork => {
  const reach = reachOf(found, document);
  const taken = allIn(document.root).map((section) => ({ section, ...takenIn(section, reach) }));
  const added = taken.filter(({ tasks }) => tasks.length > 0);
  const left = taken.flatMap((one) => one.left);
  const isSaid = ({ line, why }: Left) =>
    why === "boxes-beside" && isInRanges([...added.flatMap(({ tasks }) => tasks), ...left], line);
  return {
    groups: added.reduce((groups, one) => withTasks(groups, one, document), found.groups),
    left: [...found.left.filter((one) => !isSaid(one)), ...left],
    questions: found.questions,
  };
};

interface TakenWork {
  readonly tasks: readonly Task[];
  readonly left: readonly Left[];
}

const nothing: TakenWork = { tasks: [], left: [] };

/** Which lines can be taken, and were. */
interface Reach {
  readonly reading: DocumentReading;
  readonly isFree: (line: number) => boolean;
  readonly isTaken: (line: number) => boolean;
  /** Whether a line was taken as a paragraph. */
  readonly isProse: (line: number) => boolean;
}

const reachOf = (found: FoundWork, document: Document): Reach => {
  const isFree = freeIn(found);
  const isTaken = (line: number) => document.isTaken(line) && isFree(line);
  const ranges = rangesOfProse(document);
  const isProse = (line: number) => isFree(line) && isInRanges(ranges, line);
  return { reading: document.reading, isFree, isTaken, isProse };
};

/** Paragraphs are taken by themselves: beside the points or rows of a range, they are words about these. */
const rangesOfProse = ({ root, taken }: Document): Lines[] => {
  const items = allIn(root).flatMap(({ blocks }) =>
    blocks.filter(({ kind }) => kind === "list" || kind === "table"),
  );
  return taken.filter((range) => !items.some(({ line, end }) => line <= range.end && range.line <= end));
};

/** Whether nothing was made of a line yet, and nothing says that it is over. */
export const freeIn = ({ groups, left }: FoundWork): ((line: number) => boolean) => {
  const used = new Set<number>();
  const over = left.filter(({ why }) => why !== "boxes-beside" && why !== "group");
  for (const { line, end } of [...groups.flatMap(({ tasks }) => tasks), ...over])
    for (let at = line; at <= end; at += 1) used.add(at);
  return (line) => !used.has(line);
};

const takenIn = ({ blocks }: Pick<Section, "blocks">, reach: Reach): TakenWork => {
  const found = blocks.map((block): TakenWork => {
    switch (block.kind) {
      case "list":
        return pointsTaken(block, reach);
      case "table":
        return rowsTaken(block, reach.isTaken);
      case "text":
        return linesTaken(block, reach.isProse);
      case "code":
        return nothing;
      default:
        return block satisfies never;
    }
  });
  return { tasks: found.flatMap(({ tasks }) => tasks), left: found.flatMap(({ left }) => left) };
};

/** Points of which a line is taken; of the others, what is taken below them. */
const pointsTaken = ({ points }: List, reach: Reach): TakenWork => {
  const found = points.map((point): TakenWork => {
    if (!reach.isFree(point.line)) return nothing;
    const own = Array.from({ length: point.from - point.line }, (_, at) => point.line + at);
    return own.some(reach.isTaken)
      ? sorted([point], reach.reading)
      : takenIn({ blocks: [...point.blocks] }, reach);
  });
  return { tasks: found.flatMap(({ tasks }) => tasks), left: found.flatMap(({ left }) => left) };
};

const rowsTaken = (table: Table, isTaken: (line: number) => boolean): TakenWork => {
  const rows = table.rows.filter(({ line }) => isTaken(line));
  if (rows.length === 0) return nothing;
  const { rows: found, left } = rowsOf({ ...table, rows }, columnsOf(table, true) ?? firstColumn, "open");
  const head = { line: table.line, end: (table.rows[0]?.line ?? table.line) - 1, why: "head" as const };
  return { tasks: found.map(({ task }) => task), left: [head, ...left.filter(({ why }) => why !== "head")] };
};

/** Where nothing says what the columns are, the first one names the row. */
const firstColumn: Columns = { title: 0, key: -1, state: -1, needs: -1, of: -1, day: -1 };

/** The lines of a paragraph that are taken: those that follow each other are one todo. */
const linesTaken = ({ texts, line }: Prose, isTaken: (line: number) => boolean): TakenWork => {
  const tasks: Task[] = [];
  for (const [at, text] of texts.entries()) {
    const own = line + at;
    if (!isTaken(own)) continue;
    const last = tasks.at(-1);
    const before = last?.end === own - 1 ? tasks.pop() : undefined;
    const words = [before?.text, text.trim()].filter(Boolean).join(" ");
    const lines = { line: before?.line ?? own, end: own, from: own + 1 };
    tasks.push({ key: null, text: words, details: [], needs: [], ...lines });
  }
  return { tasks, left: [] };
};

/** Tasks of a section in the group of its phase or its heading; in one of their own where there is none. */
const withTasks = (
  groups: readonly Group[],
  { section, tasks }: { readonly section: Section; readonly tasks: readonly Task[] },
  document: Document,
): readonly Group[] => {
  const { title, stated } = titleOfSection(section, document);
  const isOf = (group: Group) =>
    stated.length === 0
      ? group.stated.length === 0 && group.title === title
      : group.stated.some(({ line }) => line === section.line);
  const home =
    groups.find((group) => group.step !== null && isInRanges([group], section.line)) ?? groups.find(isOf);
  if (home) {
    const all = [...home.tasks, ...tasks].sort((a, b) => a.line - b.line);
    return groups.map((group) => (group === home ? { ...home, tasks: all } : group));
  }
  const own = groupOf({ title, stated, tasks, line: section.line, end: section.end });
  const next = groups.findIndex(({ line }) => line > section.line);
  return next < 0 ? [...groups, own] : [...groups.slice(0, next), own, ...groups.slice(next)];
};
