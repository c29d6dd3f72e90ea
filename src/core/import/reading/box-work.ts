import { type Group, groupOf, type Left, type Question, type Task } from "../backlog.ts";
import { stateOfWords } from "../states.ts";
import { allIn, type List, listsIn, type Section } from "../tree/tree.ts";
import { type AllBoxed, boxedIn } from "./boxes.ts";
import { type Document, type DocumentReading, type FoundWork, hasBoxes, overAs } from "./context.ts";
import { isTitleOfOver, overBeside } from "./lists.ts";
import { titleOfSection } from "./titles.ts";
import { stepsWaitedFor } from "./waits.ts";

/** Todos are the boxes; what has boxes under one heading belongs together. */
export const boxWork = (document: Document): FoundWork => {
  const { root, reading } = document;
  const units = unitsIn(root);
  const left: Left[] = [];
  const groups: Group[] = [];
  for (const unit of units) {
    const { groups: boxed, left: over } = boxesOfSections(unit.boxed, reading);
    left.push(...over);
    groups.push(...groupsOf(unit.section, boxed, document));
  }
  return {
    ...withoutStates(groups, document),
    left: [...left, ...overBeside(allIn(root), reading)],
    questions: numberedBeside(document),
  };
};

/** Numbered lists without boxes in sections that have some, or beside these: work that nobody has given boxes yet, or none. */
const numberedBeside = ({ root, reading, isTaken }: Document): Question[] =>
  allIn(root).flatMap((section) => {
    const isBoxed = (part: Section) => allIn(part).some(({ blocks }) => hasBoxes(blocks));
    const own = hasBoxes(section.blocks) ? [section] : [];
    const others = section.parts.some(isBoxed) ? section.parts.filter((part) => !isBoxed(part)) : [];
    return [...own, ...others]
      .filter(({ heading }) => !isTitleOfOver(heading?.text ?? ""))
      .flatMap(({ blocks }) => listsIn(blocks))
      .filter((list) => !hasBoxes([list]) && isNumbered(list, reading) && !isTaken(list.line))
      .map(({ points, line, end }) => ({ asks: "list-beside" as const, points: points.length, line, end }));
  });

const isNumbered = ({ line }: List, { lines }: DocumentReading): boolean =>
  /^\s*\d+[.)]\s/.test(lines[line - 1] ?? "");

interface BoxUnit {
  readonly section: Section;
  readonly boxed: readonly Section[];
}

/** Sections with boxes; those whose titles come again in other sections are parts of the one above. */
const unitsIn = (root: Section): BoxUnit[] => {
  const parents = new Map<string, Set<Section | null>>();
  const nameOf = ({ heading }: Section) => heading?.text.trim().toLowerCase() ?? "";
  const note = (section: Section, parent: Section | null): void => {
    const name = nameOf(section);
    if (hasBoxes(section.blocks)) parents.set(name, (parents.get(name) ?? new Set()).add(parent));
    for (const part of section.parts) note(part, section);
  };
  note(root, null);
  const units: { section: Section; boxed: Section[] }[] = [];
  const visit = (section: Section, parent: Section | null): void => {
    const isAgain = parent?.heading && (parents.get(nameOf(section))?.size ?? 0) > 1;
    if (hasBoxes(section.blocks)) {
      const target = isAgain ? parent : section;
      const unit = units.find((one) => one.section === target);
      if (unit) unit.boxed.push(section);
      else units.push({ section: target, boxed: [section] });
    }
    for (const part of section.parts) visit(part, section);
  };
  visit(root, null);
  return units;
};

export const titleKey = (text: string): string =>
  text.toLowerCase().replace(/\d+/g, "#").replace(/\s+/g, " ").trim();

/** The boxes of sections, each section's in its place. */
export const boxesOfSections = (sections: readonly Section[], reading: DocumentReading): AllBoxed => {
  const all = sections.map((section) => {
    const boxed = boxedIn(section.blocks, reading);
    const said = stateOfWords(section.heading?.text ?? "");
    if (said === null || said === "open") return boxed;
    const tasks = boxed.groups.flatMap((group) => group.tasks);
    return { groups: [], left: [...boxed.left, ...tasks.map((task) => overAs(task, said))] };
  });
  return { groups: all.flatMap(({ groups }) => groups), left: all.flatMap(({ left }) => left) };
};

const groupsOf = (section: Section, boxed: AllBoxed["groups"], document: Document): Group[] => {
  const { title, stated } = titleOfSection(section, document);
  const groups: Group[] = [];
  let free: Task[] | null = null;
  for (const { title: own, at, step, tasks } of boxed) {
    if (own !== null && at)
      groups.push(
        groupOf({
          title: own,
          step,
          waits:
            step === null ? null : stepsWaitedFor({ ...at, heading: null }, document.reading.lines, tasks),
          tasks,
          stated: [{ line: at.line, end: at.line }],
          line: at.line,
          end: at.end,
        }),
      );
    else if (free) free.push(...tasks);
    else {
      free = [...tasks];
      groups.push(groupOf({ title, stated, tasks: free, line: section.line, end: section.end }));
    }
  }
  return groups;
};

/** Titles that are but states, as those of boards, name no work that belongs together. */
export const withoutStates = (groups: readonly Group[], { title, root }: Document): { groups: Group[] } => {
  const areStates =
    groups.length > 0 &&
    groups.every((group) => group.stated.length > 0 && stateOfWords(group.title) !== null);
  if (!areStates) return { groups: [...groups] };
  const stated = groups.flatMap((group) => group.stated);
  const tasks = groups.flatMap((group) => group.tasks);
  return { groups: [groupOf({ title, stated, tasks, line: root.line, end: root.end })] };
};
