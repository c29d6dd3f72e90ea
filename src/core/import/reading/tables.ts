import type { Left, Task } from "../backlog.ts";
import { isWorded } from "../source.ts";
import { stateOfWords, type WorkState } from "../states.ts";
import { plainWords } from "../tree/marks.ts";
import type { Table } from "../tree/tree.ts";
import { leftAs, overAs } from "./context.ts";
import { isNone } from "./need-words.ts";

/** What the columns of a table are, by what stands in them; -1 for what there is not. */
export interface Columns {
  readonly title: number;
  readonly key: number;
  readonly state: number;
  readonly needs: number;
  /** Names of bodies. */
  readonly of: number;
  /** Days, where nothing else says a state. */
  readonly day: number;
}

const titles =
  /^(?:summary|titles?|todos?|tasks?|task name|work(?: items?)?|items?|features?|stor(?:y|ies)|user stor(?:y|ies)|what|description|titel|zusammenfassung|aufgaben?|beschreibung|título|tareas?|descripción|titre|tâches?|タイトル|要約|タスク|作業|内容|标题|任务|名称|제목|작업|задача|название|tarefas?|compito|attività|taak|taken|görev|zadanie|úkol|uppgift|opgave|feladat|기능|功能|機能|functie|función|fonction|функция)$/iu;
const bodies =
  /^(?:agents?|body|work body|team|components?|component\/s|epic(?: name| link)?|area|stream|workstream|modules?|parent|komponente|bereich|componente|módulo|área|épopée|épica|épico|épique|эпик|модуль|команда|에픽|모듈|史诗|エピック|チーム|エージェント|領域|模块|组件)$/iu;
/** Words for what things belong to that tables of anything have. */
const kinds =
  /^(?:category|section|group|domain|kategorie|abschnitt|gruppe|catégorie|domaine|groupe|categoría|sección|grupo|ámbito|categoria|seção|sezione|gruppo|категория|раздел|область|группа|カテゴリ|分類|分野|分类|领域|분류|영역)$/iu;
const needing =
  /depend|blocked by|needs|requires|after|abhäng|voraussetz|dépend|dipend|завис|依赖|依存|의존|선행|先行|前提|前置|عتمد|تطلب|afhankelijk|zależ|závis|bağlı|beroende|залеж|phụ thuộc|tergantung/iu;

/** Reads what the columns of a table are; `null` when nothing says that its rows are work. */
export const columnsOf = ({ head, rows }: Table, isWork: boolean): Columns | null => {
  const cells = (at: number) => rows.map((row) => row.cells[at] ?? "").filter((cell) => !isNone(cell));
  const columns = head.map((_, at) => cells(at));
  const all = (test: (cell: string) => boolean) => (values: readonly string[]) =>
    values.length > 0 && values.every(test);
  const keyed = columns.findIndex((values) => all(isKey)(values) && new Set(values).size === values.length);
  const keys = new Set(keyed < 0 ? [] : columns[keyed]?.map(plainWords));
  const refers = (cell: string) => refersTo(cell).every((key) => keys.has(key)) && refersTo(cell).length > 0;
  const needs = columns.findIndex(
    (values, at) =>
      at !== keyed && (all(refers)(values) || (needing.test(head[at] ?? "") && values.length > 0)),
  );
  const state = columns.findIndex(isState);
  const day = columns.findIndex(all((cell) => /^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?$/.test(cell)));
  const isFree = (at: number) => ![keyed, needs, state, day].includes(at);
  const of = head.findIndex((name, at) => isFree(at) && bodies.test(plainWords(name)));
  const isTitle = (at: number) => isFree(at) && at !== of && !isFigures(columns[at] ?? []);
  const named = head.findIndex((name, at) => isTitle(at) && titles.test(plainWords(name)));
  const distinct = columns.findIndex(
    (values, at) => isTitle(at) && new Set(values).size === values.length && values.length > 0,
  );
  const title = named >= 0 ? named : distinct >= 0 ? distinct : columns.findIndex((_, at) => isTitle(at));
  const isLinked = keyed >= 0 && columns.some((values, at) => at !== keyed && all(refers)(values));
  const isOfWork = state >= 0 || named >= 0 || of >= 0 || isLinked || (isWork && keyed >= 0);
  const kind = head.findIndex((name, at) => isFree(at) && at !== title && kinds.test(plainWords(name)));
  return isOfWork && title >= 0 ? { title, key: keyed, state, needs, of: of >= 0 ? of : kind, day } : null;
};

const isKey = (cell: string): boolean =>
  /^(?:[#№]?\d{1,7}|\d{1,3}(?:\.\d{1,3})+|\p{Lu}{1,10}[-.]?\d{1,7}(?:\.\d{1,3}){0,3})$/u.test(
    plainWords(cell),
  );

const isFigures = (values: readonly string[]): boolean =>
  values.length > 0 && values.every((cell) => /^[^\p{L}]*\d[\d.,%]*\s*\p{L}{0,4}$/u.test(cell));

/** Whether most cells say a state, or most of the different ones do. */
const isState = (values: readonly string[]): boolean =>
  [values, [...new Set(values)]].some(
    (all) => all.filter((cell) => stateOfWords(cell) !== null).length * 2 > all.length,
  );

/** What a cell refers to, one by one. */
export const refersTo = (cell: string): string[] =>
  cell
    .split(/[,;、，،؛/]|\s+(?:and|und|y|et|e|と|和|및|и)\s+|\s*[&+]\s*|\s+/u)
    .map((part) => plainWords(part).trim())
    .filter((part) => part !== "" && !isNone(part));

export interface Row {
  readonly task: Task;
  /** The body that it is of, where a column says so. */
  readonly of: string | null;
}

/** The rows of a table as what is to be done, and what is done; `whole` is said of all by what stands above. */
export const rowsOf = (
  { head, rows, line }: Table,
  columns: Columns,
  whole: WorkState,
): { rows: Row[]; left: Left[] } => {
  const found: Row[] = [];
  const left: Left[] = [{ line, end: Math.max(line, (rows[0]?.line ?? line) - 1), why: "head" }];
  for (const row of rows) {
    const cell = (at: number) => plainWords(row.cells[at] ?? "");
    const state = columns.state < 0 ? whole : (stateOfWords(row.cells[columns.state] ?? "") ?? "open");
    const text = cell(columns.title);
    if (!isWorded(text))
      left.push({ ...leftAs(row, state === "open" ? "markup" : state), key: cell(columns.key) || null });
    else {
      const [words = "", ...more] = text.split(/<br\s*\/?>/i);
      const others = row.cells.flatMap((value, at) =>
        value === "" || isPlaced(columns, at, value) ? [] : saidBy(head[at], value),
      );
      const task = {
        ...{ key: cell(columns.key) || null, text: words.trim() || text, details: [...more, ...others] },
        needs: columns.needs < 0 ? [] : refersTo(row.cells[columns.needs] ?? ""),
        ...{ from: row.line, line: row.line, end: row.line },
      };
      const of = cell(columns.of) || null;
      if (state === "open") found.push({ task, of });
      else left.push({ ...overAs(task, state), ...(of === null ? {} : { of }) });
    }
  }
  return { rows: found, left };
};

/** Whether the plan says elsewhere what a cell says: as a title, a name, a body, or by having the todo at all. */
const isPlaced = ({ title, key, of, state }: Columns, at: number, value: string): boolean =>
  at === title || at === key || at === of || (at === state && stateOfWords(value) !== null);

const saidBy = (name: string | undefined, value: string): string[] => {
  const [first = "", ...rest] = value.split(/<br\s*\/?>/i);
  return [name ? `${name}: ${first}` : first, ...rest];
};
