import { canonicalOrder } from "../order.ts";
import type { Path, PlanFinding } from "../problem.ts";
import { type Sketch, sketchTodos } from "../sketch.ts";

interface Named {
  readonly name: string | null;
  readonly path: Path;
}

/** Names that must be unique and are given twice; file systems fold case, so folders are compared without it. */
export const duplicates = (sketch: Sketch): PlanFinding[] => {
  const todos = sketchTodos(sketch);
  const bodies = sketch.bodies.map((body, index) => ({ body, path: ["bodies", index] as const }));
  return [
    ...twice(
      "body",
      bodies.map(({ body, path }) => ({ name: body.body, path: [...path, "body"] })),
    ),
    ...twice(
      "todo",
      todos.map(({ id, path }) => ({ name: id, path: [...path, "todo"] })),
    ),
    ...twice(
      "order",
      todos.map(({ order, path }) => ({ name: order, path: [...path, "order"] })),
      canonicalOrder,
    ),
    ...twice(
      "issue",
      todos.map(({ issue, path }) => ({
        name: issue === null ? null : `#${issue}`,
        path: [...path, "issue"],
      })),
    ),
    ...twice("worktree", worktreesOf(sketch), (name) => name.toLowerCase()),
    ...twice(
      "rule",
      sketch.rules.map((rule, index) => ({ name: rule, path: ["rules", index] })),
      (rule) => rule.trim(),
    ),
    ...sketch.bodies.flatMap(({ after }, index) => repeated(after, ["bodies", index, "after"])),
    ...todos.flatMap(({ needs, path }) => repeated(needs, [...path, "needs"])),
    ...acceptedTwice(sketch),
  ];
};

const twice = (what: string, all: readonly Named[], same = (name: string) => name): PlanFinding[] => {
  const first = new Map<string, string>();
  return all.flatMap(({ name, path }) => {
    if (name === null) return [];
    const key = same(name);
    const other = first.get(key);
    first.set(key, other ?? name);
    if (other === undefined) return [];
    const likeIt = other === name ? "" : ` (there is \`${other}\`)`;
    return [
      {
        at: { path },
        message: `${what} \`${name}\` is given twice${likeIt}`,
        expected: "a different one",
      },
    ];
  });
};

/** A body without a worktree works in one of its own name; two bodies of one name are said once, as bodies. */
const worktreesOf = (sketch: Sketch): Named[] => {
  const names = new Set<string>();
  return sketch.bodies.flatMap(({ body, worktree }, index) => {
    if (worktree !== null) return [{ name: worktree, path: ["bodies", index, "worktree"] }];
    if (body === null || names.has(body)) return [];
    names.add(body);
    return [{ name: body, path: ["bodies", index, "body"] }];
  });
};

const repeated = (names: readonly (string | null)[], path: Path): PlanFinding[] =>
  names.flatMap((name, index) =>
    name !== null && names.indexOf(name) < index
      ? [
          {
            at: { path: [...path, index] },
            message: `\`${name}\` is named twice`,
            expected: "it once",
            level: "warning",
          },
        ]
      : [],
  );

const acceptedTwice = (sketch: Sketch): PlanFinding[] => {
  const first = new Map<string, string>();
  return sketch.bodies.flatMap(({ body, accepts }, bodyIndex) =>
    accepts.flatMap((kind, index): PlanFinding[] => {
      if (kind === null || body === null) return [];
      const other = first.get(kind);
      first.set(kind, other ?? body);
      if (other === undefined || other === body) return [];
      const at = { path: ["bodies", bodyIndex, "accepts", index] };
      return [
        { at, message: `body \`${other}\` accepts \`${kind}\` already, and gets it all`, level: "warning" },
      ];
    }),
  );
};
