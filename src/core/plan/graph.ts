import type { Path } from "./problem.ts";
import { type Sketch, type SketchTodo, sketchTodos } from "./sketch.ts";

/** Why one thing waits for another. `within` joins a body or a phase with its own todos. */
export type WaitCause = "needs" | "after" | "phase" | "earlier" | "within";

/** One thing waits for another. */
export interface Wait {
  readonly from: number;
  readonly to: number;
  readonly why: WaitCause;
  /** Where the plan says so; `null` when it follows from the order of a body's todos. */
  readonly path: Path | null;
}

/**
 * What waits for what. Nodes are numbers: first the todos, then a begin and an end for each body, then a gate
 * for each phase, so that the graph grows with the plan and not with its square.
 */
export interface WaitGraph {
  readonly todos: readonly SketchTodo[];
  /** For each node, what it waits for. */
  readonly waits: readonly (readonly Wait[])[];
  /** The index of the body whose begin or end a node is; `null` for other nodes. */
  readonly bodyOf: (node: number) => number | null;
}

/** Whether somebody's work must be there for somebody else's to begin: it is started from, and not only waited for. */
export const isRestedOn = ({ why, from }: Wait, { todos }: Pick<WaitGraph, "todos">): boolean =>
  why === "needs" || (why === "earlier" && todos[from]?.stack === true);

/** The graph of a plan; names that nothing bears, and needs and `after` on oneself, are left out. */
export const waitGraph = (sketch: Sketch): WaitGraph => {
  const todos = sketchTodos(sketch);
  const phases = [...new Set(todos.map(({ phase }) => phase))].sort((a, b) => a - b);
  const begin = (body: number) => todos.length + 2 * body;
  const end = (body: number) => begin(body) + 1;
  const gate = (phase: number) => begin(sketch.bodies.length) + phases.indexOf(phase);
  const waits: Wait[][] = Array.from({ length: begin(sketch.bodies.length) + phases.length }, () => []);
  const wait = (from: number, to: number, why: WaitCause, path: Path | null = null) =>
    waits[from]?.push({ from, to, why, path });

  const todoNamed = firstNamed(todos.map(({ id }) => id));
  for (const [node, todo] of todos.entries()) {
    for (const [index, need] of todo.needs.entries()) {
      const needed = need === null ? undefined : todoNamed.get(need);
      if (needed !== undefined && needed !== node)
        wait(node, needed, "needs", [...todo.path, "needs", index]);
    }
    if (todo.index > 0) wait(node, node - 1, "earlier");
    else wait(node, begin(todo.body), "within");
    if (todo.phase !== phases[0]) wait(node, gate(todo.phase), "phase", [...todo.path, "phase"]);
    const next = phases[phases.indexOf(todo.phase) + 1];
    if (next !== undefined) wait(gate(next), node, "within");
  }
  for (const [index, phase] of phases.entries()) {
    const lower = phases[index - 1];
    if (lower !== undefined) wait(gate(phase), gate(lower), "within");
  }

  const bodyNamed = firstNamed(sketch.bodies.map(({ body }) => body));
  let last = -1;
  for (const [index, body] of sketch.bodies.entries()) {
    last += body.todos.length;
    if (body.todos.length > 0) wait(end(index), last, "within");
    wait(end(index), begin(index), "within");
    for (const [position, name] of body.after.entries()) {
      const earlier = name === null ? undefined : bodyNamed.get(name);
      if (earlier !== undefined && earlier !== index)
        wait(begin(index), end(earlier), "after", ["bodies", index, "after", position]);
    }
  }
  const bodyOf = (node: number) =>
    node >= todos.length && node < gate(phases[0] ?? 0) ? (node - todos.length) >> 1 : null;
  return { todos, waits, bodyOf };
};

/** The index of the first that bears each name: a second one is a problem of its own. */
const firstNamed = (names: readonly (string | null)[]): Map<string, number> => {
  const named = new Map<string, number>();
  for (const [index, name] of names.entries()) if (name !== null && !named.has(name)) named.set(name, index);
  return named;
};

/** Nodes so that each stands after all that it waits for; without those in or behind a circle. */
export const settled = (waits: WaitGraph["waits"]): number[] => {
  const dependents: number[][] = waits.map(() => []);
  for (const edges of waits) for (const { from, to } of edges) dependents[to]?.push(from);
  const open = waits.map((edges) => edges.length);
  const ready = [...open.keys()].filter((node) => open[node] === 0);
  for (const node of ready)
    for (const dependent of dependents[node] ?? []) {
      const left = (open[dependent] ?? 0) - 1;
      open[dependent] = left;
      if (left === 0) ready.push(dependent);
    }
  return ready;
};
