import { groupOf, type Left, type Question, type Task } from "../backlog.ts";
import { allIn, type ListPoint, type Section } from "../tree/tree.ts";
import { asQuestion } from "./aside.ts";
import { boxesOfSections } from "./box-work.ts";
import { type Document, type FoundWork, hasBoxes, leftAs, pointsIn, stateOfPoint } from "./context.ts";
import { labelOf } from "./labels.ts";
import type { Series, SeriesMember } from "./series.ts";
import { titleOfSection } from "./titles.ts";

export const outsideOf = (members: readonly SeriesMember[], { root }: Document): Section[] =>
  allIn(root).filter(
    (section) =>
      hasBoxes(section.blocks) &&
      !members.some((member) => member.section.line <= section.line && section.line <= member.section.end),
  );

/**
 * Boxes outside of the series are work where its own is none of boxes, or where some are ticked and some are not; what
 * they name is no second todo.
 */
export const outsideWork = (series: Series, document: Document, keys: ReadonlySet<string>): FoundWork => {
  const { members, kind } = series;
  const all = outsideOf(members, document);
  const named = all.filter((section) => !document.isTaken(section.line) && areMembers(section, series));
  const outside = all.filter((section) => !named.includes(section));
  const isWork = (section: Section) => kind === "rows" || isBegun(section) || document.isTaken(section.line);
  const taken = outside.filter(isWork);
  const found = taken.map((section) => ({ section, ...boxesOfSections([section], document.reading) }));
  const isKnown = ({ key, text }: Task) => keys.has(key ?? text.split(/\s/, 1)[0] ?? "");
  const again = found.flatMap(({ groups }) => groups.flatMap(({ tasks }) => tasks));
  const beside = outside.filter((section) => !isWork(section));
  return {
    groups: found.flatMap(({ section, groups }) => {
      const tasks = groups.flatMap((group) => group.tasks).filter((task) => !isKnown(task));
      const { title, stated } = titleOfSection(section, document);
      return tasks.length > 0
        ? [groupOf({ title, stated, tasks, line: section.line, end: section.end })]
        : [];
    }),
    left: [
      ...found.flatMap(({ left }) => left),
      ...again.filter(isKnown).map((task) => leftAs(task, "duplicate")),
      ...beside.flatMap(boxesBeside),
      ...named.flatMap(({ blocks }) => boxesIn(blocks).map((point) => leftAs(point, "group"))),
    ],
    questions: questionsOf(beside),
  };
};

/** Whether boxes are but the names of a series' sections, as in a table of contents. */
const areMembers = ({ blocks }: Section, { word, members }: Series): boolean =>
  boxesIn(blocks).every(({ text }) => {
    const label = labelOf(text);
    return label?.word === word && members.some((member) => member.label.name === label.name);
  });

export const questionsOf = (sections: readonly Section[]): Question[] => sections.map(asQuestion);

const isBegun = ({ blocks }: Section): boolean => {
  const states = boxesIn(blocks).map(stateOfPoint);
  return states.includes("open") && states.includes("done");
};

/** Boxes that are not where the work is: what is over is over there, too. */
export const boxesBeside = ({ blocks }: Section): Left[] =>
  boxesIn(blocks).map((point) => {
    const state = stateOfPoint(point);
    return leftAs(point, state === "open" ? "boxes-beside" : state);
  });

const boxesIn = (blocks: Section["blocks"]): ListPoint[] =>
  pointsIn(blocks).filter(({ box }) => box !== null);
