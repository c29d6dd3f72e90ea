import { type Group, groupOf, type Left, type Task } from "../backlog.ts";
import type { Lines } from "../source.ts";
import { stateOfHeading, type WorkState } from "../states.ts";
import { allIn, type Section } from "../tree/tree.ts";
import { boxesOfSections } from "./box-work.ts";
import {
  below,
  type Document,
  type DocumentReading,
  hasBoxes,
  leftAs,
  overAs,
  pointsIn,
  stateOfPoint,
} from "./context.ts";
import { fieldStates } from "./fields.ts";
import { labelOf, nameOfLabel } from "./labels.ts";
import { plainListTasks } from "./lists.ts";
import { boxesBeside } from "./outside.ts";
import type { Series, SeriesMember } from "./series.ts";
import { hasStates, rowsOfTables, workTables } from "./table-work.ts";
import { cleanTitle } from "./titles.ts";
import { stepsWaitedFor } from "./waits.ts";
import { isUnnamed } from "./whole-sections.ts";

interface Member {
  readonly group: Group | null;
  /** Whether the section itself is the todo. */
  readonly isTodo: boolean;
  readonly left: readonly Left[];
}

interface Around {
  readonly series: Series;
  readonly aside: readonly Section[];
  readonly document: Document;
  /** What fields say of the members' states. */
  readonly states: ReadonlyMap<Section, WorkState>;
  /** Whether the members are todos as they are, boxes included. */
  readonly isWhole: boolean;
}

export const memberWork = ({ section, label, step }: SeriesMember, around: Around): Member => {
  const { tasks, left, notes } = around.isWhole ? nothing : tasksIn(section, around);
  const said = stateOfMember(section, around);
  const heading = { line: section.heading?.line ?? section.line, end: section.heading?.end ?? section.line };
  const title = cleanTitle(section.heading?.text ?? label.title);
  const whole = { title, line: section.line, end: section.end, step };
  const waits = stepsWaitedFor(section, around.document.reading.lines, tasks);
  if (tasks.length > 0)
    return { group: groupOf({ ...whole, waits, stated: [heading], tasks, notes }), isTodo: false, left };
  if (left.some(({ why }) => why !== "head"))
    return { group: null, isTodo: false, left: [...left, leftAs(heading, "group")] };
  const key = nameOfLabel(section.heading?.text ?? "", label);
  const task = sectionTask(section, { key, title }, around.document.reading);
  if (said && said !== "open") return { group: null, isTodo: true, left: [overAs(task, said)] };
  return { group: groupOf({ ...whole, waits, tasks: [task] }), isTodo: true, left };
};

/** A section as a todo: its title, and all that stands below it. */
export const sectionTask = (
  { heading, line, end }: Section,
  { key, title }: { key: string | null; title: string },
  { lines }: DocumentReading,
): Task => {
  const from = (heading?.end ?? line) + 1;
  return { key, text: title, titled: true, details: below(lines, from, end), from, needs: [], line, end };
};

const tasksIn = (
  section: Section,
  { series, aside, document }: Around,
): { tasks: Task[]; left: readonly Left[]; notes: Lines[] } => {
  const { reading } = document;
  const sections = allIn(section);
  const inner = series.inner.filter((one) => section.line < one.line && one.end <= section.end);
  if (inner.length > 0 && (series.kind === "plain" || areUnnamed(inner, reading)))
    return { ...innerWork(inner, reading), notes: [] };
  const boxed = sections.filter((one) => hasBoxes(one.blocks) && !aside.includes(one));
  const beside = sections.filter((one) => aside.includes(one));
  const notes = beside.map(({ line, end }) => ({ line, end }));
  if (boxed.length > 0) {
    const { groups, left } = boxesOfSections(boxed, reading);
    return {
      tasks: groups.flatMap(({ tasks }) => [...tasks]),
      left: [...left, ...beside.flatMap(boxesBeside)],
      notes,
    };
  }
  if (series.kind === "rows") {
    const dated = series.members
      .flatMap((member) => allIn(member.section))
      .flatMap((one) => workTables(one, true));
    const rows = sections.map((one) =>
      rowsOfTables(titledAs(one, section), workTables(one, true), hasStates(dated)),
    );
    return {
      tasks: rows.flatMap((one) => one.rows.map(({ task }) => task)),
      left: rows.flatMap(({ left }) => left),
      notes,
    };
  }
  if (inner.length > 0) return { ...innerWork(inner, reading), notes };
  if (series.kind !== "plain") return { tasks: [], left: [], notes };
  return { ...plainListTasks(sections, reading), notes };
};

const nothing = { tasks: [], left: [], notes: [] };

/** What a heading or a field says; without either, that all its boxes are ticked. */
const stateOfMember = (section: Section, { states, isWhole }: Around): WorkState | null =>
  stateOfHeading(section.heading?.text ?? "") ??
  states.get(section) ??
  (isWhole ? stateOfBoxes(section) : null);

const stateOfBoxes = (section: Section): WorkState | null => {
  const boxes = allIn(section)
    .flatMap(({ blocks }) => pointsIn(blocks))
    .filter(({ box }) => box !== null);
  return boxes.length > 0 && boxes.every((point) => stateOfPoint(point) !== "open") ? "done" : null;
};

/** Whether sections in sections have boxes, and none has a name of its own: they are steps of what the section says. */
const areUnnamed = (inner: readonly Section[], { nameOf }: DocumentReading): boolean => {
  const points = inner.flatMap(allIn).flatMap(({ blocks }) => pointsIn(blocks));
  const boxes = points.filter(({ box }) => box !== null);
  return boxes.length > 0 && boxes.every(({ text }) => isUnnamed(text, nameOf));
};

/** Sections in a section as todos, but for those that are over. */
const innerWork = (
  inner: readonly Section[],
  reading: DocumentReading,
): { tasks: Task[]; left: readonly Left[] } => {
  const states = fieldStates(inner, reading.lines);
  const found = inner.map((section) => ({
    section,
    state:
      stateOfHeading(section.heading?.text ?? "") ?? states.get(section) ?? stateOfBoxes(section) ?? "open",
  }));
  return {
    tasks: found.flatMap(({ section, state }) => (state === "open" ? [innerTask(section, reading)] : [])),
    left: found.flatMap(({ section, state }) =>
      state === "open" ? [] : [overAs(innerTask(section, reading), state)],
    ),
  };
};

const innerTask = (section: Section, reading: DocumentReading): Task => {
  const heading = section.heading?.text ?? "";
  const label = labelOf(heading);
  const key = label && nameOfLabel(heading, label);
  return sectionTask(section, { key, title: cleanTitle(heading) }, reading);
};

/** What a phase says of its state is said of the tables below its own parts, too. */
const titledAs = (section: Section, member: Section): Section =>
  stateOfHeading(section.heading?.text ?? "") === null ? { ...section, heading: member.heading } : section;
