import { isRestedOn, settled, type WaitGraph } from "../graph.ts";
import { compareOrder } from "../order.ts";
import type { PlanFinding } from "../problem.ts";
import { labelOf, type Sketch } from "../sketch.ts";

/**
 * Given orders that contradict what must come first. Against what a todo starts from, its needs and what stands before
 * it in its body, it is an error; against the order of bodies and phases it is one only when pull requests are merged in
 * order, because the merges would then wait for work that waits for the merges.
 */
export const contradictions = (sketch: Sketch, graph: WaitGraph): PlanFinding[] => {
  if (graph.todos.every(({ order }) => order === null)) return [];
  const needs = graph.waits.map((edges) => edges.filter(({ why }) => why === "needs"));
  const hard = latestGivenBefore(graph, needs);
  const stacked = latestGivenBefore(
    graph,
    graph.waits.map((edges) => edges.filter((edge) => isRestedOn(edge, graph))),
  );
  const soft = latestGivenBefore(graph, graph.waits);
  return [...graph.todos.entries()].flatMap(([node, todo]): PlanFinding[] => {
    const at = { path: [...todo.path, "order"] };
    const contradicted = (before: Latest) =>
      todo.order !== null && before !== null && compareOrder(todo.order, before.order) < 0 ? before : null;
    const name = `order \`${todo.order}\` of \`${labelOf(sketch, todo)}\``;
    const first = ({ order, node }: NonNullable<Latest>) =>
      `\`${labelOf(sketch, graph.todos[node] ?? todo)}\` (\`${order}\`)`;
    const needed = contradicted(hard[node] ?? null);
    if (needed !== null)
      return [
        {
          at,
          message: `${name} contradicts its needs: ${first(needed)} must come first`,
          expected: `a key after \`${needed.order}\``,
        },
      ];
    const below = contradicted(stacked[node] ?? null);
    if (below !== null)
      return [
        {
          at,
          message: `${name} contradicts the order of its body: it starts from ${first(below)}`,
          expected: `a key after \`${below.order}\`, or \`stack: false\` where it does not build on that`,
        },
      ];
    const earlier = contradicted(soft[node] ?? null);
    if (earlier === null) return [];
    const level = sketch.merge === "auto" ? "error" : "warning";
    return [
      {
        at,
        message: `${name} is before that of ${first(earlier)}, which is worked earlier`,
        expected: `a key after \`${earlier.order}\``,
        level,
      },
    ];
  });
};

type Latest = { readonly order: string; readonly node: number } | null;

/** For each node the latest given order among all that it waits for, seen through todos without one. */
const latestGivenBefore = (graph: WaitGraph, waits: WaitGraph["waits"]): Latest[] => {
  const before: Latest[] = waits.map(() => null);
  for (const node of settled(waits))
    for (const { to } of waits[node] ?? []) {
      const order = graph.todos[to]?.order ?? null;
      before[node] = later(before[node] ?? null, order === null ? (before[to] ?? null) : { order, node: to });
    }
  return before;
};

const later = (a: Latest, b: Latest): Latest =>
  a === null || (b !== null && compareOrder(b.order, a.order) > 0) ? b : a;
