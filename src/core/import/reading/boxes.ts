import type { Left, Task } from "../backlog.ts";
import type { Lines } from "../source.ts";
import { type Block, type ListPoint, listsIn } from "../tree/tree.ts";
import { type DocumentReading, hasBoxes, leftAs, sorted } from "./context.ts";
import { isPartOf } from "./keys.ts";

/** Todos under a point that stands for them; under none where they stand alone. */
interface Boxed {
  readonly title: string | null;
  readonly at: Lines | null;
  /** Its number, where it stands in place of a numbered point. */
  readonly step: number | null;
  readonly tasks: readonly Task[];
}

export interface AllBoxed {
  readonly groups: readonly Boxed[];
  readonly left: readonly Left[];
}

/**
 * The boxes of blocks as todos. Boxes below a box are part of its text, unless their numbers are parts of its number
 * (`2.1` of `2`): then they are the todos, and it is their title. So is a point without a box, of the boxes below it.
 */
export const boxedIn = (blocks: readonly Block[], reading: DocumentReading): AllBoxed => {
  const units = listsIn(blocks)
    .filter((list) => hasBoxes([list]))
    .flatMap(({ points }) => unitsOf(points, reading));
  const parents = units.filter(({ parts }) => parts.length > 0);
  const left: Left[] = [];
  const groups: { title: string | null; at: Lines | null; step: number | null; tasks: Task[] }[] = [];
  const isGrouped = parents.length * 2 >= units.length;
  for (const { point, parts } of units) {
    const { tasks, left: over } = sorted(parts.length > 0 ? parts : [point], reading);
    left.push(...over);
    const isTitle = parts.length > 0;
    if (isTitle) left.push(leftAs({ line: point.line, end: point.from - 1 }, "group"));
    const own = isGrouped
      ? { title: reading.nameOf(point.text).words, at: point, step: stepOf(point, reading) }
      : { title: null, at: null, step: null };
    const last = groups.at(-1);
    if (!isGrouped && last) last.tasks.push(...tasks);
    else groups.push({ ...own, tasks });
  }
  return { groups: groups.filter(({ tasks }) => tasks.length > 0), left };
};

/** Points that are numbered one after the other, as Kiro has them, are worked so. */
const stepOf = ({ text }: ListPoint, { nameOf }: DocumentReading): number | null => {
  const { key } = nameOf(text);
  return key !== null && /^\d{1,3}$/.test(key) ? Number(key) : null;
};

/** A point with the points that are todos in its place; with none when it is one itself. */
interface Unit {
  readonly point: ListPoint;
  readonly parts: readonly ListPoint[];
}

const unitsOf = (points: readonly ListPoint[], reading: DocumentReading): Unit[] => {
  const units: { point: ListPoint; parts: ListPoint[] }[] = [];
  const keyOf = (point: ListPoint) => reading.nameOf(point.text).key;
  for (const point of points) {
    if (point.box === null && !hasBoxes(point.blocks)) continue;
    const last = units.at(-1);
    const isOfLast = last && point.box !== null && isPartOf(keyOf(point), keyOf(last.point));
    const parts = point.box === null ? boxesBelow(point, reading) : numberedBelow(point, reading);
    if (isOfLast) last.parts.push(...(parts.length > 0 ? parts : [point]));
    else units.push({ point, parts });
  }
  return units;
};

const boxesBelow = (point: ListPoint, reading: DocumentReading): ListPoint[] =>
  listsIn(point.blocks).flatMap(({ points }) =>
    unitsOf(points, reading).flatMap((unit) => (unit.parts.length > 0 ? unit.parts : [unit.point])),
  );

const numberedBelow = (point: ListPoint, reading: DocumentReading): ListPoint[] => {
  const { key } = reading.nameOf(point.text);
  const parts = listsIn(point.blocks)
    .flatMap(({ points }) => points)
    .filter((part) => part.box !== null && isPartOf(reading.nameOf(part.text).key, key));
  return parts.flatMap((part) => {
    const deeper = numberedBelow(part, reading);
    return deeper.length > 0 ? deeper : [part];
  });
};
