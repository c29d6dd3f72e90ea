import { allIn, type Section } from "../tree/tree.ts";
import { isSameAgain } from "./again.ts";
import { type DocumentReading, hasBoxes, pointsIn } from "./context.ts";
import { sharedFields } from "./fields.ts";
import type { NameOf } from "./keys.ts";
import { isNamedWork } from "./labels.ts";
import type { Series } from "./series.ts";

/** Sections with boxes, at least as many as tell pieces of work from phases of it. */
const fewest = 12;

/**
 * Whether the sections of a series are todos as they are, and their boxes but steps or checks of each: where they have
 * names as trackers give them, where the boxes say the same in most sections, or where there are many sections that have the same fields and few boxes each. Boxes with
 * names of their own are todos.
 */
export const areWhole = ({ members, kind }: Series, { lines, nameOf }: DocumentReading): boolean => {
  const areNamed = members.every(({ section }) => isNamedWork(section.heading?.text ?? ""));
  if (kind !== "boxes") return areNamed && kind === "plain";
  const sections = members.map(({ section }) => section).filter((section) => allIn(section).some(isBoxed));
  const boxes = sections.map(boxesIn);
  const count = boxes.flat().length;
  if (sections.length < 2 || !boxes.flat().every((text) => isUnnamed(text, nameOf))) return false;
  const isMany = sections.length >= fewest && count <= sections.length * 6;
  return (
    areNamed ||
    isSameAgain(boxes.map((own) => own.map((text) => text.toLowerCase()))) ||
    (isMany && sharedFields(sections, lines) >= 2)
  );
};

const isBoxed = ({ blocks }: Section): boolean => hasBoxes(blocks);

const boxesIn = (section: Section): string[] =>
  allIn(section)
    .flatMap(({ blocks }) => pointsIn(blocks))
    .filter(({ box }) => box !== null)
    .map(({ text }) => text);

/** Whether a box has no name of its own; `Step 1` comes again in each section, and names nothing. */
export const isUnnamed = (text: string, nameOf: NameOf): boolean =>
  nameOf(text).key === null || /^\p{L}+ \d{1,2}\b/u.test(text);
