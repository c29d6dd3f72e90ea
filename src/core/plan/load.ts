import { type Assigned, assignOrders } from "./assign.ts";
import { branchesOf, branchNames } from "./checks/branch-names.ts";
import { branchPattern } from "./checks/branch-pattern.ts";
import { circles } from "./checks/circles.ts";
import { contradictions } from "./checks/contradictions.ts";
import { duplicates } from "./checks/duplicates.ts";
import { globs } from "./checks/globs.ts";
import { notify } from "./checks/notify.ts";
import { settings, work } from "./checks/settings.ts";
import { type CheckTemplate, templates } from "./checks/templates.ts";
import { unknownNames } from "./checks/unknown-names.ts";
import { isRestedOn, type WaitGraph, waitGraph } from "./graph.ts";
import { networkPlace } from "./network-place.ts";
import type { Plan } from "./plan.ts";
import type { PlanFinding, Problem } from "./problem.ts";
import { checkShape } from "./read/shape.ts";
import { offsetOf, readYaml, type Source } from "./read/yaml.ts";
import { resolvePlan } from "./resolve.ts";
import { labelOf, type Sketch, sketchOf } from "./sketch.ts";

/** A plan that is right, or all that is wrong with it; warnings stop nothing. */
type Loaded =
  | { readonly ok: true; readonly plan: Plan; readonly warnings: Problem[] }
  | { readonly ok: false; readonly problems: Problem[]; readonly warnings: Problem[] };

/**
 * Reads a plan file's text (docs/plans.md); `file` is its name in messages, and `checkTemplate` knows the
 * language of its prompts. Never throws.
 */
export const loadPlan = (text: string, file: string, checkTemplate: CheckTemplate = () => []): Loaded => {
  const plain = text.replace(/^\ufeff/, "");
  const source = readYaml(plain);
  const isMapping = typeof source.value === "object" && source.value !== null;
  const { plan, findings } = isMapping
    ? check(source, {
        name: file,
        inPrompts: templates(source, plain, checkTemplate),
      })
    : { plan: null, findings: [] };
  const problems = placed([...source.findings, ...findings], source, text, file);
  const errors = problems.filter(({ level }) => level === "error");
  const warnings = problems.filter(({ level }) => level === "warning");
  return plan === null || errors.length > 0
    ? { ok: false, problems: errors, warnings }
    : { ok: true, plan, warnings };
};

/** What is wrong with the values, as far as it can be told while other things are wrong; the plan if nothing is. */
const check = (
  source: Source,
  { name, inPrompts }: { name: string; inPrompts: readonly PlanFinding[] },
): { plan: Plan | null; findings: PlanFinding[] } => {
  const shape = checkShape(source.value, source.places);
  const believed = believable([...shape.findings, ...inPrompts], source);
  const sketch = sketchOf(source.value, shape.parsed);
  if (sketch === null || isGuess(source)) return { plan: null, findings: believed };

  const graph = waitGraph(sketch);
  const basics = [...duplicates(sketch), ...branchPattern(sketch), ...circles(sketch, graph)];
  const order = contradictions(sketch, graph);
  const findings = [
    ...believed,
    ...basics,
    ...unknownNames(sketch),
    ...globs(sketch),
    ...settings(sketch),
    ...notify(sketch),
    ...order,
  ];
  if (shape.parsed === null || basics.some(isError)) return { plan: null, findings };

  const named = nameAll(sketch, graph);
  const unnamed = named.orders === null && order.some(isError) ? [] : named.findings;
  const { parsed } = shape;
  const resolved = named.orders === null ? null : resolvePlan(parsed, named.orders, named.branches);
  const plan = resolved && { ...resolved, networkAt: networkPlace(parsed, source, name) };
  return { plan, findings: [...findings, ...work(sketch), ...unnamed] };
};

type Named = { findings: PlanFinding[] } & (
  | { orders: null }
  | { orders: readonly string[]; branches: string[] }
);

/** The orders and branches of all todos, and what is wrong with them. */
const nameAll = (sketch: Sketch, graph: WaitGraph): Named => {
  const assigned = ordersOf(sketch, graph);
  if (!assigned.ok) return { orders: null, findings: [noOrderFree(sketch, graph, assigned)] };
  const { orders } = assigned;
  const branches = branchesOf(sketch, graph.todos, orders);
  return { orders, branches, findings: branchNames(sketch, graph.todos, branches) };
};

/**
 * The todos' orders. They follow needs, bodies and phases; where given ones leave no room for that, and only a
 * person's merges depend on it, only what todos start from.
 */
const ordersOf = (sketch: Sketch, graph: WaitGraph): Assigned => {
  const full = assignOrders(graph, graph.waits);
  if (full.ok || sketch.merge === "auto") return full;
  return assignOrders(
    graph,
    graph.waits.map((edges) => edges.filter((edge) => isRestedOn(edge, graph))),
  );
};

const noOrderFree = (
  sketch: Sketch,
  graph: WaitGraph,
  { todo: node, before }: Assigned & { ok: false },
): PlanFinding => {
  const todo = graph.todos[node];
  const name = todo === undefined ? "a todo" : `\`${labelOf(sketch, todo)}\``;
  const bound = before === null ? "" : `: it must come before \`${before}\``;
  const message = `no order is free for ${name}${bound}`;
  const path = [...(todo?.path ?? []), "todo"];
  return { at: { path }, message, expected: "one given by hand, here and where it waits" };
};

/** Whether what the names in it stand for may be unknown, because the syntax broke somewhere. */
const isGuess = ({ brokenFrom, leftOut }: Source): boolean => brokenFrom !== null || leftOut.length > 0;

/** What the schema says about the part of a file that the syntax has not made a guess. */
const believable = (findings: readonly PlanFinding[], source: Source): PlanFinding[] => {
  const lineOf = (finding: PlanFinding) => source.lineAt(offsetIn(source, finding)).line;
  const broken = new Set(source.findings.map(lineOf));
  const end = source.brokenFrom ?? Number.POSITIVE_INFINITY;
  return findings.filter((finding) => {
    const offset = offsetIn(source, finding);
    const isOut = offset >= end || source.leftOut.some(({ from, to }) => offset >= from && offset < to);
    return !broken.has(lineOf(finding)) && !isOut && !(finding.missing && isGuess(source));
  });
};

/** Findings with their lines, in the order of the file, each thing said once. */
const placed = (findings: readonly PlanFinding[], source: Source, text: string, file: string): Problem[] => {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  const seen = new Set<string>();
  return findings
    .map(({ at, message, expected, level = "error" }): Problem => {
      const place = source.lineAt(offsetIn(source, { at, message }));
      return { file, ...place, message, expected, source: lines[place.line - 1] ?? "", level };
    })
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .filter(({ line, column, message }) => {
      const key = `${line}:${column}:${message}`;
      return !seen.has(key) && seen.add(key);
    });
};

const offsetIn = (source: Source, { at }: PlanFinding): number =>
  "offset" in at ? at.offset : offsetOf(source, at.path, at.key);

const isError = ({ level }: PlanFinding): boolean => level !== "warning";
