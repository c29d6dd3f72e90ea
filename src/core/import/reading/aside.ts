import type { Question } from "../backlog.ts";
import { allIn, type Section } from "../tree/tree.ts";
import { titleKey } from "./box-work.ts";
import { type DocumentReading, hasBoxes, pointsIn } from "./context.ts";
import { hasLists } from "./lists.ts";
import type { Series } from "./series.ts";

/**
 * Parts with boxes that are no work: beside a part that is there in all phases, those that are in some; and those that
 * come after it everywhere, when what they list is commands or the same again.
 */
export const asideIn = ({ members }: Series, reading: DocumentReading): Section[] => {
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

export const asideQuestions = (aside: readonly Section[]): Question[] => aside.map(asQuestion);

export const asQuestion = (section: Section): Question => ({
  asks: "boxes-beside",
  points: pointsIn(section.blocks).filter(({ box }) => box !== null).length,
  line: section.line,
  end: section.end,
});
