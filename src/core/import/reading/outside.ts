import { groupOf, type Left, type Question } from "../backlog.ts";
import { allIn, type Section } from "../tree/tree.ts";
import { asQuestion } from "./aside.ts";
import { boxesOfSections } from "./box-work.ts";
import { type Document, type FoundWork, hasBoxes, leftAs, pointsIn, stateOfPoint } from "./context.ts";
import type { Series } from "./series.ts";
import { titleOfSection } from "./titles.ts";

export const outsideOf = (members: Series["members"], { root }: Document): Section[] =>
  allIn(root).filter(
    (section) =>
      hasBoxes(section.blocks) &&
      !members.some((member) => member.section.line <= section.line && section.line <= member.section.end),
  );

/** Boxes outside of the series are work where its own is none of boxes, or where some are ticked and some are not. */
export const outsideWork = ({ members, kind }: Series, document: Document): FoundWork => {
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

export const questionsOf = (sections: readonly Section[]): Question[] => sections.map(asQuestion);

const isBegun = ({ blocks }: Section): boolean => {
  const states = pointsIn(blocks)
    .filter(({ box }) => box !== null)
    .map(stateOfPoint);
  return states.includes("open") && states.includes("done");
};

export const boxesBeside = ({ blocks }: Section): Left[] =>
  pointsIn(blocks)
    .filter(({ box }) => box !== null)
    .map((point) => leftAs(point, "boxes-beside"));
