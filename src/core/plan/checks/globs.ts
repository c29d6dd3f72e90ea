import { count } from "../../count.ts";
import { groupBy } from "../../group.ts";
import { fixedFolders, globProblem, globsOverlap } from "../glob.ts";
import type { Path, PlanFinding } from "../problem.ts";
import type { Sketch } from "../sketch.ts";

/** Globs that match nothing, and bodies that may touch the same files while both run. */
export const globs = (sketch: Sketch): PlanFinding[] => [
  ...invalid(sketch.generated, ["generated"]),
  ...invalid(sketch.protected, ["protected"]),
  ...sketch.bodies.flatMap(({ owns }, index) => invalid(owns ?? [], ["bodies", index, "owns"])),
  ...overlaps(sketch),
];

const invalid = (all: readonly (string | null)[], path: Path): PlanFinding[] =>
  all.flatMap((glob, index) => {
    const problem = glob === null || glob === "" ? null : globProblem(glob);
    const at = { path: [...path, index] };
    return problem === null
      ? []
      : [{ at, message: `\`${glob}\` matches no file: ${problem}`, expected: "a glob such as `src/**`" }];
  });

interface Owned {
  readonly glob: string;
  readonly body: number;
  readonly index: number;
}

/** One warning for each body that meets earlier ones, at its first glob that does. */
const overlaps = (sketch: Sketch): PlanFinding[] => {
  const reach = reachOf(sketch);
  const phases = sketch.bodies.map(phasesOf);
  const isBefore = (a: number, b: number) => (phases[a]?.last ?? 0) < (phases[b]?.first ?? 0);
  const apart = (a: number, b: number) =>
    reach[a]?.has(b) || reach[b]?.has(a) || isBefore(a, b) || isBefore(b, a);
  const met = meetings(ownedIn(sketch)).filter(([theirs, mine]) => !apart(theirs.body, mine.body));
  return [...groupBy(met, ([, mine]) => mine.body).values()].flatMap((ofBody): PlanFinding[] => {
    const [first] = ofBody;
    if (first === undefined) return [];
    const [theirs, mine] = first;
    const others = new Set(ofBody.map(([other]) => other.body)).size - 1;
    const more = others === 0 ? "" : ` and globs of ${count(others, "more body", "more bodies")}`;
    const other = `\`${theirs.glob}\` of body \`${sketch.bodies[theirs.body]?.body}\`${more}`;
    return [
      {
        at: { path: ["bodies", mine.body, "owns", mine.index] },
        message: `\`${mine.glob}\` overlaps ${other}, and they may run at once`,
        expected: "owners that share nothing, or one body `after` the other",
        level: "warning",
      },
    ];
  });
};

/** The phases that a body's todos begin and end with: bodies whose phases do not meet are never worked at once. */
const phasesOf = ({ todos }: Sketch["bodies"][number]): { first: number; last: number } => {
  const phases = todos.map(({ phase }) => phase);
  return { first: Math.min(...phases), last: Math.max(...phases) };
};

const ownedIn = (sketch: Sketch): Owned[] =>
  sketch.bodies.flatMap(({ owns }, body) =>
    (owns ?? []).flatMap((glob, index) => (glob === null ? [] : [{ glob, body, index }])),
  );

/** Pairs of globs of two bodies that may match one path, the earlier body's first, in the order of the plan. */
const meetings = (all: readonly Owned[]): [Owned, Owned][] => {
  const byFolder = new Map<string, Owned[]>();
  for (const owned of all) {
    const folder = fixedFolders(owned.glob).join("/");
    const there = byFolder.get(folder);
    if (there === undefined) byFolder.set(folder, [owned]);
    else there.push(owned);
  }
  const pairs = all.flatMap((inner) => {
    const folders = fixedFolders(inner.glob);
    const around = ["", ...folders.map((_, index) => folders.slice(0, index + 1).join("/"))];
    return [...new Set(around)]
      .flatMap((folder) => byFolder.get(folder) ?? [])
      .filter((outer) => outer.body !== inner.body && globsOverlap(outer.glob, inner.glob))
      .map((outer): [Owned, Owned] => (outer.body < inner.body ? [outer, inner] : [inner, outer]));
  });
  return pairs.sort(
    ([a, b], [c, d]) => b.body - d.body || a.body - c.body || b.index - d.index || a.index - c.index,
  );
};

/** For each body the bodies that it is `after`, and those that they are `after`, and so on. */
const reachOf = (sketch: Sketch): Set<number>[] => {
  const named = new Map(sketch.bodies.map(({ body }, index) => [body, index]));
  const direct = sketch.bodies.map(({ after }) => after.map((name) => named.get(name) ?? -1));
  return direct.map((first) => {
    const found = new Set<number>();
    const queue = [...first];
    for (const body of queue) {
      if (body < 0 || found.has(body)) continue;
      found.add(body);
      queue.push(...(direct[body] ?? []));
    }
    return found;
  });
};
