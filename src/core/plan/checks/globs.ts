import { globProblem, globsOverlap } from "../glob.ts";
import type { Finding, Path } from "../problem.ts";
import type { Sketch } from "../sketch.ts";

/** Globs that match nothing, and bodies that may touch the same files while both run. */
export const globs = (sketch: Sketch): Finding[] => [
  ...invalid(sketch.generated, ["generated"]),
  ...invalid(sketch.protected, ["protected"]),
  ...sketch.bodies.flatMap(({ owns }, index) => invalid(owns ?? [], ["bodies", index, "owns"])),
  ...overlaps(sketch),
];

const invalid = (all: readonly (string | null)[], path: Path): Finding[] =>
  all.flatMap((glob, index) => {
    const problem = glob === null || glob === "" ? null : globProblem(glob);
    const at = { path: [...path, index] };
    return problem === null
      ? []
      : [{ at, message: `\`${glob}\` matches no file: ${problem}`, expected: "a glob such as `src/**`" }];
  });

/** One warning for each pair of bodies, at the first glob of the later one that meets the earlier one's. */
function overlaps(sketch: Sketch): Finding[] {
  const reach = reachOf(sketch);
  return sketch.bodies.flatMap((later, laterIndex) =>
    sketch.bodies.slice(0, laterIndex).flatMap((earlier, earlierIndex): Finding[] => {
      if (reach[laterIndex]?.has(earlierIndex) || reach[earlierIndex]?.has(laterIndex)) return [];
      for (const [index, mine] of (later.owns ?? []).entries()) {
        const theirs = mine && earlier.owns?.find((glob) => glob !== null && globsOverlap(mine, glob));
        if (!theirs) continue;
        const message = `\`${mine}\` overlaps \`${theirs}\` of body \`${earlier.body}\`, and both may run at once`;
        const expected = "owners that share nothing, or one body `after` the other";
        return [{ at: { path: ["bodies", laterIndex, "owns", index] }, message, expected, level: "warning" }];
      }
      return [];
    }),
  );
}

/** For each body the bodies that it is `after`, and those that they are `after`, and so on. */
function reachOf(sketch: Sketch): Set<number>[] {
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
}
