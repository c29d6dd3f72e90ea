import { fits, type Room } from "../room.ts";
import { orderByNeeds } from "./needs-order.ts";
import type { SliceGroup } from "./slices.ts";

/**
 * Groups of slices in an order in which names are declared before they are used, those of tests right after what they
 * use, and imported names with the first that uses them. What needs each other is one, if that has room.
 */
export const inOrderOfUse = (groups: readonly SliceGroup[], limits: Room): SliceGroup[] => {
  const own = groups.filter(({ imports }) => imports === null);
  const placed = early(own);
  const needs = placed.map((group) => ({ needs: needsOf(group, placed) }));
  const ordered = orderByNeeds(needs).flatMap((circle) => {
    const together = circle.flatMap((at) => placed[at] ?? []);
    return joined(together, limits);
  });
  return withImports(
    ordered,
    groups.filter(({ imports }) => imports !== null),
  );
};

/** Those that only use what others of another file declare stand right behind the last of these. */
const early = (groups: readonly SliceGroup[]): readonly SliceGroup[] => {
  const first = groups[0]?.path;
  const keys = groups.map((group, at) => {
    if (group.path === first) return at;
    if (group.isHeader) return 0.25;
    const used = needsOf(group, groups).filter((place) => groups[place]?.path === first);
    return used.length === 0 ? at : Math.max(...used) + 0.5;
  });
  return groups
    .map((group, at) => ({ group, key: keys[at] ?? at }))
    .sort((a, b) => a.key - b.key)
    .map(({ group }) => group);
};

const needsOf = (group: SliceGroup, all: readonly SliceGroup[]): number[] =>
  all.flatMap((other, at) =>
    other !== group && [...other.declares].some((name) => group.uses.has(name) && !group.declares.has(name))
      ? [at]
      : [],
  );

const joined = (groups: readonly SliceGroup[], limits: Room): readonly SliceGroup[] => {
  const [first] = groups;
  const lines = groups.reduce((sum, one) => sum + one.lines, 0);
  const isOne = first !== undefined && groups.length > 1 && groups.every(({ path }) => path === first.path);
  return isOne && fits({ lines, files: 1 }, limits) ? [merged(first, groups)] : groups;
};

const merged = (first: SliceGroup, groups: readonly SliceGroup[]): SliceGroup => ({
  path: first.path,
  slices: groups.flatMap(({ slices }) => slices),
  lines: groups.reduce((sum, { lines }) => sum + lines, 0),
  declares: new Set(groups.flatMap(({ declares }) => [...declares])),
  uses: new Set(groups.flatMap(({ uses }) => [...uses])),
  isHeader: false,
  imports: null,
});

/** One that nobody uses comes with others of its brackets, or with the first of its file. */
const withImports = (ordered: readonly SliceGroup[], imports: readonly SliceGroup[]): SliceGroup[] => {
  const groups = [...ordered];
  for (const one of imports) {
    const inFile = groups.flatMap((group, at) => (group.path === one.path ? [at] : []));
    const userOf = (names: readonly string[] = []): number | undefined =>
      inFile.find((at) => names.some((name) => groups[at]?.uses.has(name)));
    const at = userOf(one.imports?.names) ?? userOf(one.imports?.list) ?? inFile[0];
    const group = at === undefined ? undefined : groups[at];
    if (group === undefined || at === undefined) groups.unshift(one);
    else groups[at] = merged(group, [group, one]);
  }
  return groups;
};
