import { MilepostError } from "../../../core/error.ts";
import type { Json } from "./expressions.ts";

export type Combination = { readonly [key: string]: Json };

/**
 * The combinations of an evaluated `matrix:`, as GitHub makes them: the product of its lists without what
 * `exclude` names, then `include` adds to those that it fits, or makes new ones.
 * @throws MilepostError when a list is empty or is none.
 */
export const combinationsOf = (matrix: Json | undefined): Combination[] => {
  if (matrix === undefined || matrix === null) return [{}];
  if (typeof matrix !== "object" || Array.isArray(matrix)) throw bad("it is no mapping");
  const { include = [], exclude = [], ...axes } = Object.fromEntries(Object.entries(matrix));
  const product = Object.entries(axes).reduce<Combination[]>(
    (combinations, [name, values]) => {
      if (!Array.isArray(values)) throw bad(`${name} is no list`);
      if (values.length === 0) throw bad(`Matrix vector '${name}' does not contain any values`);
      return combinations.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
    },
    [{}],
  );
  const kept = product.filter((one) => !listOf(exclude, "exclude").some((out) => fits(one, out)));
  const made = withIncluded(
    Object.keys(axes).length === 0 ? [] : kept,
    Object.keys(axes),
    listOf(include, "include"),
  );
  if (made.length === 0) throw bad("it has no combination");
  if (made.length > 256) throw bad(`it has ${made.length} combinations, the limit is 256`);
  return made;
};

const withIncluded = (
  originals: readonly Combination[],
  axes: readonly string[],
  include: readonly Combination[],
): Combination[] => {
  const grown = [...originals];
  const added: Combination[] = [];
  for (const extra of include) {
    const own = Object.fromEntries(Object.entries(extra).filter(([name]) => axes.includes(name)));
    const fitting = originals.flatMap((one, index) => (fits(one, own) ? [index] : []));
    for (const index of fitting) grown[index] = { ...grown[index], ...extra };
    if (fitting.length === 0) added.push(extra);
  }
  return [...grown, ...added];
};

const fits = (one: Combination, part: Combination): boolean =>
  Object.entries(part).every(([name, value]) => JSON.stringify(one[name]) === JSON.stringify(value));

const listOf = (value: Json, name: string): Combination[] => {
  if (!Array.isArray(value)) throw bad(`${name} is no list`);
  return value.map((item) => {
    if (typeof item !== "object" || item === null || Array.isArray(item))
      throw bad(`${name} holds what is no mapping`);
    return item;
  });
};

/** How GitHub names a combination after its job: `(a, b)`. */
export const combinationLabel = (combination: Combination): string => {
  const values = Object.values(combination).flatMap(leavesOf);
  return values.length === 0 ? "" : ` (${values.join(", ")})`;
};

const leavesOf = (value: Json): string[] => {
  if (typeof value !== "object" || value === null) return value === null ? [] : [String(value)];
  return Object.values(value).flatMap(leavesOf);
};

const bad = (reason: string): MilepostError =>
  new MilepostError(`the job's matrix cannot be used: ${reason}`, {
    hint: "correct the workflow's strategy",
  });
