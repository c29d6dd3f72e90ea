import { type Group, groupOf, type Left, type Question, type Task } from "../backlog.ts";
import { stateOfHeading } from "../states.ts";
import { allIn, type List, listsIn, type Section } from "../tree/tree.ts";
import { isTitleOfRules } from "../words.ts";
import { withoutStates } from "./box-work.ts";
import { type Document, type FoundWork, overAs } from "./context.ts";
import { isWorker, labelOf, outlineOf } from "./labels.ts";
import { hasLists, plainListTasks } from "./lists.ts";
import { sectionTask } from "./member-work.ts";
import { areRecords } from "./series.ts";
import { cleanTitle, titleOfSection } from "./titles.ts";

/** Todos are the points of lists under headings, or sections that have the same fields; else numbered sections. */
export const listWork = (document: Document, { left }: Pick<FoundWork, "left">): FoundWork => {
  const { root, titled } = document;
  const records = recordsIn(root, document);
  const parts = allIn(root).filter((section) => !records.some((one) => isWithin(section, one)));
  const listed = parts.filter((section) => hasLists(section) && !isTitleOfRules(section.heading?.text ?? ""));
  const isTop = ({ heading }: Section) => heading === null || heading.line === titled?.line;
  const isAbove = (section: Section) =>
    isTop(section) &&
    (listed.some((one) => !isTop(one)) || records.length > 0) &&
    !document.isTaken(section.line);
  const found = listed.filter((section) => !isAbove(section)).map((section) => groupsOf(section, document));
  const groups = [...records.map(({ group }) => group), ...found.flatMap((one) => one.groups)];
  const outlined = groups.length > 0 ? null : outlinedIn(document);
  const all = [...groups, ...(outlined?.groups ?? [])].sort((a, b) => a.line - b.line);
  return {
    ...withoutStates(all, document),
    left: [...left, ...found.flatMap((one) => one.left), ...(outlined?.left ?? [])],
    questions: [
      ...listed.filter(isAbove).map(asQuestion),
      ...questionOfLists(found.flatMap((one) => one.groups)),
    ],
  };
};

interface RecordsFound {
  readonly group: Group;
  readonly sections: readonly Section[];
}

const isWithin = (section: Section, { sections }: RecordsFound): boolean =>
  sections.some(({ line, end }) => line <= section.line && section.line <= end);

/** Sections whose lists are the same fields, as the todos of the one above. */
const recordsIn = (root: Section, document: Document): RecordsFound[] =>
  allIn(root).flatMap((section) => {
    const sections = section.parts.filter((part) => allIn(part).some(hasLists));
    if (sections.length < 2 || !areRecords(sections)) return [];
    const tasks = sections.map((part) => {
      const heading = part.heading?.text ?? "";
      const { key } = document.reading.nameOf(heading);
      return sectionTask(
        part,
        { key, title: document.reading.nameOf(cleanTitle(heading)).words },
        document.reading,
      );
    });
    const { title, stated } = titleOfSection(section, document);
    return [{ group: groupOf({ title, stated, tasks, line: section.line, end: section.end }), sections }];
  });

const groupsOf = (section: Section, document: Document): { groups: Group[]; left: readonly Left[] } => {
  const workers = listsIn(section.blocks).flatMap((list) => workersOf(list, document));
  if (workers.length > 0) return { groups: workers, left: [] };
  const { tasks, left } = plainListTasks([section], document.reading);
  const { title, stated } = titleOfSection(section, document);
  const { line, end } = section;
  return { groups: tasks.length > 0 ? [groupOf({ title, stated, tasks, line, end })] : [], left };
};

/** Points that name who works, each with a list of its own. */
const workersOf = ({ points }: List, { reading }: Document): Group[] => {
  const named = points.flatMap((point) => {
    const label = labelOf(reading.nameOf(point.text).words);
    const lists = listsIn(point.blocks);
    return label && isWorker(label) && lists.length > 0 ? [{ point, label }] : [];
  });
  if (named.length < 2 || named.length < points.length) return [];
  return named.map(({ point, label }) => {
    const section: Section = {
      heading: null,
      blocks: [...point.blocks],
      parts: [],
      line: point.line,
      end: point.end,
    };
    const { tasks } = plainListTasks([section], reading);
    const stated = [{ line: point.line, end: point.from - 1 }];
    return groupOf({ name: label.name, title: label.title, stated, tasks, line: point.line, end: point.end });
  });
};

/** Numbered sections of prose, where nothing else is a list. */
const outlinedIn = (document: Document): FoundWork =>
  sectionWork(document, (parts) => {
    const numbered = parts.filter(({ heading }) => outlineOf(heading?.text ?? "") !== null);
    return numbered.length < 2 ? [] : numbered;
  });

/** Sections whose headings have boxes, as in `## [ ] Search`. */
export const headedWork = (document: Document): FoundWork =>
  sectionWork(document, (parts) =>
    parts.filter(({ heading }) => /^\s*\[[ xX~/-]\]\s/.test(heading?.text ?? "")),
  );

/** Parts of sections as todos, but for those that are over. */
const sectionWork = (
  document: Document,
  todosIn: (parts: readonly Section[]) => readonly Section[],
): FoundWork => {
  const found = allIn(document.root).flatMap((section) => {
    const todos = todosIn(section.parts);
    if (todos.length === 0) return [];
    const parts = todos.map((part) => ({
      part,
      state: stateOfHeading(part.heading?.text ?? "") ?? "open",
    }));
    const tasks = parts.flatMap(({ part, state }) => (state === "open" ? [todoOf(part, document)] : []));
    const left = parts.flatMap(({ part, state }) =>
      state === "open" ? [] : [overAs(todoOf(part, document), state)],
    );
    const { title, stated } = titleOfSection(section, document);
    const group = groupOf({ title, stated, tasks, line: section.line, end: section.end });
    return { groups: tasks.length > 0 ? [group] : [], left };
  });
  return {
    groups: found.flatMap(({ groups }) => groups),
    left: found.flatMap(({ left }) => left),
    questions: [],
  };
};

const todoOf = (section: Section, { reading }: Document): Task =>
  sectionTask(section, { key: null, title: cleanTitle(section.heading?.text ?? "") }, reading);

const asQuestion = (section: Section): Question => ({
  asks: "list-above",
  points: listsIn(section.blocks).flatMap(({ points }) => points).length,
  line: section.line,
  end: listsIn(section.blocks).at(-1)?.end ?? section.line,
});

/** Without boxes, nothing but its place says that a list is work. */
const questionOfLists = (groups: readonly Group[]): Question[] => {
  const [first, last] = [groups[0], groups.at(-1)];
  if (!first || !last || groups.length < 2) return [];
  const points = groups.reduce((sum, { tasks }) => sum + tasks.length, 0);
  return [{ asks: "plain-lists", points, line: first.line, end: last.end }];
};
