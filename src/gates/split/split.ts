import { groupBy } from "../../core/group.ts";
import { fits, type Room } from "../room.ts";
import { testRank } from "./names.ts";
import { orderByNeeds } from "./needs-order.ts";
import { titleOf } from "./title.ts";
import { aloneOf, byPath, type SplitFile, type Unit, unitsOf } from "./units.ts";

/** A part of a split change. */
export interface Part {
  readonly title: string;
  readonly paths: readonly string[];
  /** The lines that count. */
  readonly lines: number;
}

/** What is handed in one after the other. */
const order = ["dependencies", "schema", "code", "deletions", "documentation"] as const;

/** Units that stay together as long as they fit. */
interface Block {
  readonly units: readonly Unit[];
  readonly room: Room;
}

/**
 * Proposes the parts in which a change could be handed in, in order: dependencies, schemas, code, deletions,
 * documentation; within these folder by folder, what others use first, and where imports are known, what is imported
 * before who imports it. Each part is within the limits, but a file
 * that is larger by itself, which is a part of its own. The same files give the same parts, in whatever order.
 */
export const proposeSplit = (files: readonly SplitFile[], limits: Room): Part[] => {
  const parts = filled(orderedBlocks(files, limits), limits).map((block) => ({
    title: titleOf(block.units, !fits(block.room, limits)),
    paths: block.units.flatMap((unit) => unit.files.map(({ path }) => path)),
    lines: block.room.lines,
  }));
  return numbered(parts);
};

/** The units of which parts are made, in their order. */
export const unitsInOrder = (files: readonly SplitFile[], limits: Room): Unit[] =>
  orderedBlocks(files, limits).flatMap(({ units }) => units);

const orderedBlocks = (files: readonly SplitFile[], limits: Room): readonly Block[] => {
  const units = unitsOf(files)
    .flatMap((unit) => fitting(unit, limits))
    .toSorted(byPath);
  const staged = order.map((stage) => units.filter((unit) => unit.stage === stage));
  const blocks = staged.flatMap((some) => blocksOf(some, limits, 0));
  return inNeededOrder(blocks, limits);
};

/**
 * The blocks, and where imports say that another order is needed, their units in that order; circles stay together. Where
 * one is too large, who ceases to use a name may come after what took it away.
 */
const inNeededOrder = (blocks: readonly Block[], limits: Room): readonly Block[] => {
  const units = blocks.flatMap(({ units }) => units);
  const all = needing(units, ({ needs = [], users = [] }) => [...needs, ...users]);
  if (all.every(({ needs }) => needs.length === 0)) return blocks;
  return circlesIn(units, all).flatMap((circle) => {
    const whole = blockOf(circle);
    if (circle.length === 1 || fits(whole.room, limits)) return [whole];
    return circlesIn(
      circle,
      needing(circle, ({ needs = [] }) => needs),
    ).flatMap((inside) => {
      const block = blockOf(inside);
      return fits(block.room, limits) ? [block] : inside.map((unit) => blockOf([unit]));
    });
  });
};

/** For each unit the places of others that come first. */
const needing = (
  units: readonly Unit[],
  needsOf: (file: SplitFile) => readonly string[],
): { readonly needs: readonly number[] }[] => {
  const placeOf = new Map(units.flatMap(({ files }, at) => files.map(({ path }) => [path, at] as const)));
  return units.map(({ files }, at) => {
    const needs = files.flatMap((file) => needsOf(file).flatMap((path) => placeOf.get(path) ?? []));
    return { needs: [...new Set(needs)].filter((place) => place !== at) };
  });
};

const circlesIn = (units: readonly Unit[], needs: Parameters<typeof orderByNeeds>[0]): Unit[][] =>
  orderByNeeds(needs).map((circle) => circle.flatMap((at) => units[at] ?? []));

/** A unit over the limits falls apart into its files. */
const fitting = (unit: Unit, limits: Room): Unit[] =>
  fits(unit.room, limits) ? [unit] : unit.files.map(aloneOf);

/** Folders that fit stay whole, the others become what is in them; all paths agree up to `start`. */
const blocksOf = (units: readonly Unit[], limits: Room, start: number): Block[] => {
  const [first] = units;
  if (first === undefined) return [];
  const whole = blockOf(units);
  if (fits(whole.room, limits) || units.length === 1) return [whole];
  if (start > first.path.length) return units.map((unit) => blockOf([unit]));
  const groups = groupBy(units, ({ path }) => upToSlash(path, start));
  return [...groups]
    .toSorted(([, a], [, b]) => rankOf(a) - rankOf(b))
    .flatMap(([folder, inside]) => blocksOf(inside, limits, afterShared(inside, folder)));
};

/** Where the paths in a folder begin to differ: without it, a hostile depth of folders would be a depth of calls. */
const afterShared = (units: readonly Unit[], folder: string): number => {
  let shared = folder;
  for (;;) {
    const next = upToSlash(units[0]?.path ?? "", shared.length + 1);
    const isShared = next !== shared && units.every(({ path }) => path.startsWith(`${next}/`));
    if (!isShared) return shared.length + 1;
    shared = next;
  }
};

const upToSlash = (path: string, start: number): string => {
  const slash = path.indexOf("/", start);
  return slash === -1 ? path : path.slice(0, slash);
};

/** What others use first comes first: the lowest rank in a folder decides. */
const rankOf = (units: readonly Unit[]): number =>
  units.reduce((least, { rank }) => Math.min(least, rank), testRank);

const blockOf = (units: readonly Unit[]): Block => ({
  units,
  room: units.reduce((sum, { room }) => both(sum, room), { lines: 0, files: 0 }),
});

const both = (one: Room, other: Room): Room => ({
  lines: one.lines + other.lines,
  files: one.files + other.files,
});

/** Neighbouring blocks share a part while they fit in it. */
const filled = (blocks: readonly Block[], limits: Room): Block[] => {
  const parts: { units: Unit[]; room: Room }[] = [];
  for (const { units, room } of blocks) {
    const last = parts.at(-1);
    if (last !== undefined && fits(both(last.room, room), limits)) {
      last.units.push(...units);
      last.room = both(last.room, room);
    } else parts.push({ units: [...units], room });
  }
  return parts;
};

/** Parts of one title are told apart by their number. */
const numbered = (parts: readonly Part[]): Part[] => {
  const same = groupBy(parts, ({ title }) => title);
  return parts.map((part) => {
    const { length } = same.get(part.title) ?? [];
    const at = same.get(part.title)?.indexOf(part) ?? 0;
    return length === 1 ? part : { ...part, title: `${part.title} (${at + 1} of ${length})` };
  });
};
