import type { Group, Left, Question, Task } from "../backlog.ts";
import { dedented, type Lines, trimmedLines } from "../source.ts";
import { stateOfBox, stateOfWords, type WorkState } from "../states.ts";
import { isMark } from "../tree/marks.ts";
import { allIn, type Block, type Heading, type List, type ListPoint, type Section } from "../tree/tree.ts";
import { type NameOf, namesIn } from "./keys.ts";

/** What every reading of a document goes by. */
export interface DocumentReading {
  readonly lines: readonly string[];
  readonly nameOf: NameOf;
}

/** What is to be done, as one of the readings found it. */
export interface FoundWork {
  readonly groups: readonly Group[];
  readonly left: readonly Left[];
  readonly questions: readonly Question[];
}

/** A document with what all readings need. */
export interface Document {
  readonly root: Section;
  /** The heading that is the title of it all. */
  readonly titled: Heading | null;
  readonly title: string;
  readonly reading: DocumentReading;
  /** Lines that a person said are work, though it is doubtful. */
  readonly taken: readonly Lines[];
  readonly isTaken: (line: number) => boolean;
}

export const readingOf = (root: Section, lines: readonly string[]): DocumentReading => ({
  lines,
  nameOf: namesIn(
    allIn(root)
      .flatMap(({ blocks }) => pointsIn(blocks))
      .map(({ text }) => text),
  ),
});

/** All points of blocks, those below others among them. */
export const pointsIn = (blocks: readonly Block[]): ListPoint[] =>
  blocks.flatMap((block) =>
    block.kind === "list" ? block.points.flatMap((point) => [point, ...pointsIn(point.blocks)]) : [],
  );

/** Whether a list but says what its marks mean, as legends do: each point is a word for a state. */
const isLegend = ({ points }: List): boolean =>
  points.length > 1 &&
  new Set(points.map(({ box }) => box)).size > 1 &&
  points.every(({ text, box, blocks }) => box !== null && blocks.length === 0 && stateOfWords(text) !== null);

/** Whether blocks have boxes anywhere that are no legend. */
export const hasBoxes = (blocks: readonly Block[]): boolean =>
  blocks.some(
    (block) =>
      block.kind === "list" &&
      !isLegend(block) &&
      block.points.some((point) => (point.box !== null && !isMark(point.box)) || hasBoxes(point.blocks)),
  );

export const stateOfPoint = ({ box }: ListPoint): WorkState => (box === null ? "open" : stateOfBox(box));

/** A point as something to do, with all that stands below it. */
export const taskOf = (point: ListPoint, { lines, nameOf }: DocumentReading): Task => {
  const { key, words } = nameOf(point.text);
  const { line, end, from } = point;
  return { key, text: words, said: point.text, details: below(lines, from, end), from, needs: [], line, end };
};

/** The lines of a source from one to another, as they stand, less the indent of them all. */
export const below = (lines: readonly string[], from: number, end: number): string[] =>
  dedented(withoutRule(trimmedLines(lines.slice(from - 1, end))));

/** A line across the page parts a section from the next one, and is no part of it. */
const withoutRule = (lines: readonly string[]): readonly string[] =>
  /^\s{0,3}([-*_])(?:\s*\1){2,}\s*$/.test(lines.at(-1) ?? "") ? trimmedLines(lines.slice(0, -1)) : lines;

/** What is not to be done any more, and why. */
export const leftAs = ({ line, end }: Lines, why: Left["why"]): Left => ({ line, end, why });

/** What is over, as it would be if it were not. */
export const overAs = (task: Task, why: Left["why"]): Left => ({ ...leftAs(task, why), key: task.key, task });

/** Points as what is to be done and what is not. */
export const sorted = (
  points: readonly ListPoint[],
  reading: DocumentReading,
): { tasks: Task[]; left: Left[] } => {
  const tasks: Task[] = [];
  const left: Left[] = [];
  for (const point of points) {
    const state = stateOfPoint(point);
    if (state !== "open") left.push(overAs(taskOf(point, reading), state));
    else if (point.text === "") left.push(leftAs(point, "markup"));
    else tasks.push(taskOf(point, reading));
  }
  return { tasks, left };
};
