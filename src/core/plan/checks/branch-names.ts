import { branchName, foldersOf, integrationPrefix, refProblem } from "../branch.ts";
import type { PlanFinding } from "../problem.ts";
import { patternOf, type Sketch, type SketchTodo } from "../sketch.ts";

interface Branch {
  readonly name: string;
  readonly todo: SketchTodo;
}

/** The branch of each todo, in the order of the todos. */
export const branchesOf = (
  sketch: Sketch,
  todos: readonly SketchTodo[],
  orders: readonly string[],
): string[] =>
  todos.map((todo, index) =>
    branchName(patternOf(sketch), {
      plan: sketch.plan ?? "",
      order: orders[index] ?? "",
      slug: todo.id ?? "",
      body: sketch.bodies[todo.body]?.body ?? "",
    }),
  );

/**
 * Branch names that git refuses, that two todos share, or that cannot exist beside another: git keeps branches
 * as paths, so `a` and `a/b` exclude each other. They are compared without case, as many file systems do.
 */
export const branchNames = (
  sketch: Sketch,
  todos: readonly SketchTodo[],
  names: readonly string[],
): PlanFinding[] => {
  const branches = todos.map((todo, index): Branch => ({ name: names[index] ?? "", todo }));
  const owners = new Map<string, string>([[sketch.base.toLowerCase(), "the base"]]);
  const folders = new Map<string, string>();
  addFolders(folders, sketch.base, "the base");
  addFolders(folders, integrationPrefix, "integration branches");
  return branches.flatMap((branch) => {
    const problem = problemOf(branch, owners, folders);
    const owner = `the branch of todo \`${branch.todo.id}\``;
    owners.set(branch.name.toLowerCase(), owners.get(branch.name.toLowerCase()) ?? owner);
    addFolders(folders, branch.name, owner);
    if (problem === null) return [];
    const at = { path: [...branch.todo.path, "todo"] };
    return [
      {
        at,
        message: `branch \`${shortened(branch.name)}\` cannot be: ${problem}`,
        expected: "another id or another pattern in `branches`",
      },
    ];
  });
};

const problemOf = (
  { name }: Branch,
  owners: ReadonlyMap<string, string>,
  folders: ReadonlyMap<string, string>,
) => {
  const refused = refProblem(name);
  if (refused !== null) return refused;
  const folded = name.toLowerCase();
  const same = owners.get(folded);
  if (same !== undefined) return `it is ${same}`;
  const below = folders.get(folded);
  if (below !== undefined) return `git needs a folder of that name for ${below}`;
  const above = foldersOf(folded).find((folder) => owners.has(folder));
  return above === undefined ? null : `\`${above}\` is ${owners.get(above)}`;
};

const addFolders = (folders: Map<string, string>, name: string, owner: string): void => {
  for (const folder of foldersOf(name)) if (!folders.has(folder)) folders.set(folder, owner);
};

const shortened = (name: string): string => (name.length > 100 ? `${name.slice(0, 99)}…` : name);
