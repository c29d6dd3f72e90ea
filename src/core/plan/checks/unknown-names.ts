import { didYouMean } from "../nearest.ts";
import type { Path, PlanFinding } from "../problem.ts";
import { type Sketch, sketchTodos } from "../sketch.ts";

/** `needs` and `after` that name nothing, or the one that they stand in. */
export const unknownNames = (sketch: Sketch): PlanFinding[] => {
  const todos = sketchTodos(sketch);
  const todoIds = namesOf(todos.map(({ id }) => id));
  const bodyIds = namesOf(sketch.bodies.map(({ body }) => body));
  return [
    ...sketch.bodies.flatMap(({ body, after }, index) =>
      after.flatMap((name, position) =>
        check("body", body, name, bodyIds, ["bodies", index, "after", position]),
      ),
    ),
    ...todos.flatMap(({ id, needs, path }) =>
      needs.flatMap((name, position) => check("todo", id, name, todoIds, [...path, "needs", position])),
    ),
  ];
};

const namesOf = (names: readonly (string | null)[]): Set<string> =>
  new Set(names.filter((name) => name !== null));

const check = (
  what: string,
  self: string | null,
  name: string | null,
  known: Set<string>,
  path: Path,
): PlanFinding[] => {
  if (name === null) return [];
  if (name === self) {
    const message = `${what} \`${name}\` waits for itself`;
    return [{ at: { path }, message, expected: `another ${what}` }];
  }
  if (known.has(name)) return [];
  const expected = `the id of a ${what} of this plan${didYouMean(name, known)}`;
  return [{ at: { path }, message: `no ${what} has the id \`${name}\``, expected }];
};
