import { circlesIn } from "../circle.ts";
import type { Wait, WaitCause, WaitGraph } from "../graph.ts";
import type { PlanFinding } from "../problem.ts";
import { labelOf, type Sketch } from "../sketch.ts";

/** Circular `after`, circular `needs`, and circles that only both, the order in bodies and phases make together. */
export const circles = (sketch: Sketch, graph: WaitGraph): PlanFinding[] => {
  const bodies = circlesAmong(graph, ["after", "within"], "after");
  const todos = circlesAmong(graph, ["needs"], "needs");
  const known = new Set([...bodies, ...todos].flatMap((circle) => circle.map(({ from }) => from)));
  const knownIn = ({ from, why }: Wait) => (why === "needs" || why === "after") && known.has(from);
  const rest = graph.waits.map((edges) => edges.filter((edge) => !knownIn(edge)));
  const mixed = circlesIn(rest, (circle) => {
    const culprit = culpritOf(circle);
    return (wait) => wait === culprit;
  }).circles;

  const bodyName = (node: number) => sketch.bodies[graph.bodyOf(node) ?? -1]?.body ?? null;
  return [
    ...bodies.map((circle) =>
      finding(
        "after",
        circle,
        circle.map(({ from }) => bodyName(from)),
      ),
    ),
    ...todos.map((circle) =>
      finding(
        "needs",
        circle,
        circle.map(({ from }) => graph.todos[from]?.id ?? null),
      ),
    ),
    ...mixed.map((circle) => mixedFinding(sketch, graph, circle)),
  ];
};

/** Circles made of these reasons alone; each node of the reason that closes them is named once. */
const circlesAmong = (graph: WaitGraph, reasons: readonly WaitCause[], closing: WaitCause): Wait[][] => {
  const between = ({ from, to }: Wait) => graph.todos[from] === undefined && graph.todos[to] === undefined;
  const waits = graph.waits.map((edges) =>
    edges.filter((edge) => reasons.includes(edge.why) && (closing === "needs" || between(edge))),
  );
  return circlesIn(waits, (circle) => {
    const nodes = new Set(circle.map(({ from }) => from));
    return ({ from, why }) => why === closing && nodes.has(from);
  }).circles.map((circle) =>
    startingAt(
      circle,
      circle.find(({ why }) => why === closing),
    ),
  );
};

const finding = (
  what: "needs" | "after",
  circle: readonly Wait[],
  names: readonly (string | null)[],
): PlanFinding => {
  const distinct = names.filter((name, index) => name !== null && name !== names[index - 1]);
  if (distinct.length > 1 && distinct.at(-1) === distinct[0]) distinct.pop();
  const drawn = shortened([...distinct, distinct[0]], " → ");
  return {
    at: { path: circle[0]?.path ?? [] },
    message: `circular \`${what}\`: ${drawn}`,
    expected: "no circle",
  };
};

/** The wait of a mixed circle that a plan's writer most likely got wrong. */
const culpritOf = (circle: readonly Wait[]): Wait | undefined =>
  circle.find(({ why }) => why === "needs") ??
  circle.find(({ why }) => why === "after") ??
  circle.find(({ why }) => why === "phase");

const startingAt = (circle: readonly Wait[], first: Wait | undefined): Wait[] => {
  const index = first === undefined ? 0 : circle.indexOf(first);
  return [...circle.slice(index), ...circle.slice(0, index)];
};

const mixedFinding = (sketch: Sketch, graph: WaitGraph, circle: readonly Wait[]): PlanFinding => {
  const culprit = culpritOf(circle);
  const firstTodo = culprit?.why === "after" ? circle.find(({ from }) => from < graph.todos.length) : culprit;
  const hops = hopsOf(graph, startingAt(circle, firstTodo));
  const label = (node: number) => {
    const todo = graph.todos[node];
    return todo === undefined ? "?" : labelOf(sketch, todo);
  };
  const drawn = shortened([...hops.map(({ from }) => label(from)), label(hops[0]?.from ?? -1)], " → ");
  const reasons = shortened(
    hops.map((hop) => reasonOf(sketch, graph, hop, label)),
    "; ",
  );
  return {
    at: { path: culprit?.path ?? [] },
    message: `these wait for each other: ${drawn} (${reasons})`,
    expected: "no circle",
  };
};

/** Circles of hundreds are drawn by their first and last steps. */
const shortened = (steps: readonly (string | null | undefined)[], joint: string): string =>
  (steps.length <= 16
    ? steps
    : [...steps.slice(0, 12), `… ${steps.length - 13} more …`, ...steps.slice(-1)]
  ).join(joint);

/** The way from one todo to the next, past the begins, ends and gates between them. */
interface Hop {
  readonly from: number;
  readonly to: number;
  readonly why: Exclude<WaitCause, "within">;
}

/** A circle's todos, with steps down one body taken as one. */
const hopsOf = (graph: WaitGraph, circle: readonly Wait[]): Hop[] => {
  const hops: Hop[] = [];
  let via: Wait[] = [];
  for (const wait of circle) {
    via.push(wait);
    if (wait.to >= graph.todos.length) continue;
    const from = via[0]?.from ?? wait.from;
    const why = via.find(({ why }) => why === "after") ?? via.find(({ why }) => why === "phase") ?? wait;
    const hop: Hop = { from, to: wait.to, why: why.why === "within" ? "earlier" : why.why };
    const before = hops.at(-1);
    if (before?.why === "earlier" && hop.why === "earlier") hops.splice(-1, 1, { ...before, to: hop.to });
    else hops.push(hop);
    via = [];
  }
  return hops;
};

const reasonOf = (
  sketch: Sketch,
  graph: WaitGraph,
  { from, to, why }: Hop,
  label: (node: number) => string,
): string => {
  const bodyName = (node: number) => sketch.bodies[graph.todos[node]?.body ?? -1]?.body ?? "its body";
  const phase = (node: number) => `phase ${graph.todos[node]?.phase || "0, as it gives none"}`;
  switch (why) {
    case "needs":
      return `\`${label(from)}\` needs \`${label(to)}\``;
    case "earlier":
      return `\`${label(from)}\` comes later than \`${label(to)}\` in \`${bodyName(from)}\``;
    case "after":
      return `\`${label(from)}\` is in \`${bodyName(from)}\`, which is after \`${bodyName(to)}\` of \`${label(to)}\``;
    case "phase":
      return `\`${label(from)}\` is in ${phase(from)}, \`${label(to)}\` in ${phase(to)}`;
    default:
      return why satisfies never;
  }
};
