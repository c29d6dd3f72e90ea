import { type Group, groupOf, type Left, type Question, type Task } from "../backlog.ts";
import type { Lines } from "../source.ts";
import { stateOfHeading } from "../states.ts";
import { allIn, type Section } from "../tree/tree.ts";
import { boxesOfSections, titleKey } from "./box-work.ts";
import {
  below,
  type Document,
  type DocumentReading,
  type FoundWork,
  hasBoxes,
  leftAs,
  pointsIn,
  stateOfPoint,
} from "./context.ts";
import { labelOf } from "./labels.ts";
import { hasLists, plainListTasks } from "./lists.ts";
import type { Series } from "./series.ts";
import { hasStates, rowsOfTables, workTables } from "./table-work.ts";
import { cleanTitle, titleOfSection } from "./titles.ts";
import { workerGroup } from "./workers.ts";

/** Todos are in the sections of a series, or are these sections; what stands elsewhere is none, but for doubts. */
export const seriesWork = (series: Series, document: Document): FoundWork => {
  if (series.kind === "workers") return workersWork(series, document);
  const aside = asideIn(series, document.reading).filter(({ line }) => !document.isTaken(line));
  const parts = series.members.map((member) => memberWork(member, { series, aside, document }));
  const left = parts.flatMap((part) => part.left);
  const areTodos = parts.every(({ group, isTodo }) => group === null || isTodo);
  const groups = parts.flatMap(({ group }) => (group ? [group] : []));
  const outside = outsideWork(series, document);
  return {
    groups: [...(areTodos ? together(groups, series, document) : groups), ...outside.groups],
    left: [...left, ...outside.left],
    questions: [...outside.questions, ...asideQuestions(aside)],
  };
};

const workersWork = ({ members }: Series, document: Document): FoundWork => {
  const found = members.map((member) => workerGroup(member, document));
  const outside = outsideOf(members, document);
  return {
    groups: found.map(({ group }) => group),
    left: [...found.flatMap(({ left }) => left), ...outside.flatMap((section) => boxesBeside(section))],
    questions: questionsOf(outside),
  };
};

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
}

const memberWork = ({ section, label }: Series["members"][number], around: Around): Member => {
  const { tasks, left, notes } = tasksIn(section, around);
  const said = stateOfHeading(section.heading?.text ?? "");
  const heading = { line: section.heading?.line ?? section.line, end: section.heading?.end ?? section.line };
  const title = cleanTitle(section.heading?.text ?? label.title);
  const whole = { title, line: section.line, end: section.end, step: label.number };
  if (tasks.length > 0)
    return { group: groupOf({ ...whole, stated: [heading], tasks, notes }), isTodo: false, left };
  if (left.some(({ why }) => why !== "head"))
    return { group: null, isTodo: false, left: [...left, leftAs(heading, "group")] };
  if (said && said !== "open") return { group: null, isTodo: true, left: [leftAs(section, said)] };
  const key = `${label.word.replace("#", label.name)}`;
  const task = sectionTask(section, { key, title }, around.document.reading);
  return { group: groupOf({ ...whole, tasks: [task] }), isTodo: true, left };
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
  const inner = series.inner.filter((one) => section.line < one.line && one.end <= section.end);
  if (inner.length > 0) return { tasks: inner.map((one) => innerTask(one, reading)), left: [], notes };
  if (series.kind !== "plain") return { tasks: [], left: [], notes };
  return { ...plainListTasks(sections, reading), notes };
};

const innerTask = (section: Section, reading: DocumentReading): Task => {
  const heading = section.heading?.text ?? "";
  const label = labelOf(heading);
  const key = label && `${label.word.replace("#", label.name)}`;
  return sectionTask(section, { key, title: cleanTitle(heading) }, reading);
};

/** What a phase says of its state is said of the tables below its own parts, too. */
const titledAs = (section: Section, member: Section): Section =>
  stateOfHeading(section.heading?.text ?? "") === null ? { ...section, heading: member.heading } : section;

/**
 * Parts with boxes that are no work: beside a part that is there in all phases, those that are in some; and those that
 * come after it everywhere, when what they list is commands or the same again.
 */
const asideIn = ({ members }: Series, reading: DocumentReading): Section[] => {
  const parts = members.map(({ section }) =>
    allIn(section)
      .slice(1)
      .filter(({ blocks }) => hasBoxes(blocks)),
  );
  const having = parts.filter((sections) => sections.length > 0);
  const keys = new Map<string, Section[]>();
  for (const section of having.flat()) {
    const key = titleKey(section.heading?.text ?? "");
    keys.set(key, [...(keys.get(key) ?? []), section]);
  }
  const main = [...keys].find(([, sections]) => sections.length > 1 && sections.length >= having.length);
  if (!main) return [];
  const isAimed = members.every(({ section }) => hasAims(section, main[1]));
  return [...keys].flatMap(([key, sections]) => {
    if (key === main[0] || sections.some((section) => isNamed(section, reading))) return [];
    const isLast = main[1].every((one, at) => (sections[at]?.line ?? 0) > one.line);
    const isBeside = sections.length < having.length || (isLast && (isAimed || areChecks(sections, main[1])));
    return isBeside ? sections : [];
  });
};

/** Whether a phase says in a list what it is for, above its work: what has boxes below the work is then what it must meet. */
const hasAims = (section: Section, main: readonly Section[]): boolean => {
  const own = main.find((one) => section.line < one.line && one.end <= section.end);
  return section.parts.some(
    (part) => own !== undefined && part.line < own.line && hasLists(part) && !hasBoxes(part.blocks),
  );
};

const isNamed = ({ blocks }: Section, { nameOf }: DocumentReading): boolean =>
  pointsIn(blocks).some(({ text, box }) => box !== null && nameOf(text).key !== null);

const areChecks = (sections: readonly Section[], main: readonly Section[]): boolean =>
  checkShare(sections) >= 1 / 4 && checkShare(sections) > checkShare(main);

/** How many points are commands, or the same again in another phase. */
const checkShare = (sections: readonly Section[]): number => {
  const texts = sections.flatMap(({ blocks }) => pointsIn(blocks)).map(({ text }) => text);
  const again = texts.filter((text) => texts.indexOf(text) !== texts.lastIndexOf(text));
  const commands = texts.filter((text) => /`[^`]+ [^`]*`/.test(text));
  return new Set([...again, ...commands]).size / Math.max(1, new Set(texts).size);
};

const asideQuestions = (aside: readonly Section[]): Question[] => aside.map(asQuestion);

const asQuestion = (section: Section): Question => ({
  asks: "boxes-beside",
  points: pointsIn(section.blocks).filter(({ box }) => box !== null).length,
  line: section.line,
  end: section.end,
});

/** Steps that are todos themselves are the todos of one body. */
const together = (groups: readonly Group[], { members }: Series, document: Document): Group[] => {
  const [first] = groups;
  if (!first) return [];
  const sections = members.map(({ section }) => section);
  const above = allIn(document.root).filter(({ parts }) => parts.some((part) => sections.includes(part)));
  return above.flatMap((parent) => {
    const own = groups.filter(({ line }) => parent.parts.some((part) => part.line === line));
    if (own.length === 0) return [];
    const { title, stated } = titleOfSection(parent, document);
    const { line, end } = parent;
    return [groupOf({ title, stated, tasks: own.flatMap(({ tasks }) => tasks), line, end })];
  });
};

const outsideOf = (members: Series["members"], { root }: Document): Section[] =>
  allIn(root).filter(
    (section) =>
      hasBoxes(section.blocks) &&
      !members.some((member) => member.section.line <= section.line && section.line <= member.section.end),
  );

/** Boxes outside of the series are work where its own is none of boxes, or where some are ticked and some are not. */
const outsideWork = ({ members, kind }: Series, document: Document): FoundWork => {
  const outside = outsideOf(members, document);
  const isWork = (section: Section) => kind === "rows" || isBegun(section) || document.isTaken(section.line);
  const taken = outside.filter(isWork);
  const found = taken.map((section) => ({ section, ...boxesOfSections([section], document.reading) }));
  const beside = outside.filter((section) => !isWork(section));
  return {
    groups: found.flatMap(({ section, groups }) => {
      const tasks = groups.flatMap((group) => group.tasks);
      const { title, stated } = titleOfSection(section, document);
      return tasks.length > 0
        ? [groupOf({ title, stated, tasks, line: section.line, end: section.end })]
        : [];
    }),
    left: [...found.flatMap(({ left }) => left), ...beside.flatMap(boxesBeside)],
    questions: questionsOf(beside),
  };
};

const questionsOf = (sections: readonly Section[]): Question[] => sections.map(asQuestion);

const isBegun = ({ blocks }: Section): boolean => {
  const states = pointsIn(blocks)
    .filter(({ box }) => box !== null)
    .map(stateOfPoint);
  return states.includes("open") && states.includes("done");
};

const boxesBeside = ({ blocks }: Section): Left[] =>
  pointsIn(blocks)
    .filter(({ box }) => box !== null)
    .map((point) => leftAs(point, "boxes-beside"));
