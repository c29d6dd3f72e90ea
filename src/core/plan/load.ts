import { assignOrders } from "./assign.ts";
import { branchesOf, branchNames } from "./checks/branch-names.ts";
import { branchPattern } from "./checks/branch-pattern.ts";
import { circles } from "./checks/circles.ts";
import { contradictions } from "./checks/contradictions.ts";
import { duplicates } from "./checks/duplicates.ts";
import { globs } from "./checks/globs.ts";
import { settings, work } from "./checks/settings.ts";
import { unknownNames } from "./checks/unknown-names.ts";
import { type WaitGraph, waitGraph } from "./graph.ts";
import type { Plan } from "./plan.ts";
import type { Finding, Problem } from "./problem.ts";
import { checkShape } from "./read/shape.ts";
import { offsetOf, readYaml, type Source } from "./read/yaml.ts";
import { resolvePlan } from "./resolve.ts";
import { labelOf, type Sketch, sketchOf } from "./sketch.ts";

/** A plan that is right, or all that is wrong with it; warnings stop nothing. */
export type Loaded =
  | { readonly ok: true; readonly plan: Plan; readonly warnings: Problem[] }
  | { readonly ok: false; readonly problems: Problem[]; readonly warnings: Problem[] };

/** Reads a plan file's text (design.md, section 5); `file` is its name in messages. Never throws. */
export const loadPlan = (text: string, file: string): Loaded => {
  const source = readYaml(text.replace(/^\ufeff/, ""));
  const findings = [...source.findings];
  const plan = typeof source.value === "object" && source.value !== null ? check(source, findings) : null;
  const problems = placed(findings, source, text, file);
  const errors = problems.filter(({ level }) => level === "error");
  const warnings = problems.filter(({ level }) => level === "warning");
  return plan === null || errors.length > 0
    ? { ok: false, problems: errors, warnings }
    : { ok: true, plan, warnings };
};

/** Adds to `findings` all that is wrong with the values; the plan when nothing is. */
function check(source: Source, findings: Finding[]): Plan | null {
  const shape = checkShape(source.value, source.places);
  findings.push(...believable(shape.findings, source));
  const sketch = sketchOf(source.value);
  if (sketch === null || source.brokenFrom !== null) return null;

  const graph = waitGraph(sketch);
  const basics = [...duplicates(sketch), ...branchPattern(sketch), ...circles(sketch, graph)];
  const details = [
    ...unknownNames(sketch),
    ...globs(sketch),
    ...settings(sketch),
    ...contradictions(sketch, graph),
  ];
  findings.push(...basics, ...details);
  if (shape.parsed === null || basics.some(isError)) return null;
  findings.push(...work(sketch));
  const orders = ordersOf(sketch, graph, details.some(isError) ? [] : findings);
  if (orders === null) return null;
  findings.push(...branchNames(sketch, graph.todos, orders));
  return resolvePlan(shape.parsed, orders, branchesOf(sketch, graph.todos, orders));
}

/** What the schema says about the part of a file that the syntax has not made a guess. */
function believable(findings: readonly Finding[], source: Source): Finding[] {
  const lineOf = (finding: Finding) => source.lineAt(offsetIn(source, finding)).line;
  const broken = new Set(source.findings.map(lineOf));
  const { brokenFrom } = source;
  return findings.filter(
    (finding) =>
      !broken.has(lineOf(finding)) &&
      (brokenFrom === null || (!finding.missing && offsetIn(source, finding) < brokenFrom)),
  );
}

/**
 * The todos' orders. They follow needs, bodies and phases; where given ones leave no room for that and nothing
 * depends on it, because a person merges, needs alone.
 */
function ordersOf(sketch: Sketch, graph: WaitGraph, findings: Finding[]): readonly string[] | null {
  const full = assignOrders(graph, graph.waits);
  if (full.ok) return full.orders;
  const needs = graph.waits.map((edges) => edges.filter(({ why }) => why === "needs"));
  const loose = sketch.merge === "manual" ? assignOrders(graph, needs) : full;
  if (loose.ok) return loose.orders;
  const todo = graph.todos[loose.todo];
  if (todo === undefined) return null;
  const message = `no order is free for \`${labelOf(sketch, todo)}\``;
  const expected = "one given by hand, here and where it waits";
  const before = loose.before === null ? "" : `: it must come before \`${loose.before}\``;
  findings.push({ at: { path: [...todo.path, "todo"] }, message: `${message}${before}`, expected });
  return null;
}

/** Findings with their lines, in the order of the file, each thing said once. */
function placed(findings: readonly Finding[], source: Source, text: string, file: string): Problem[] {
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
}

const offsetIn = (source: Source, { at }: Finding): number =>
  "offset" in at ? at.offset : offsetOf(source, at.path, at.key);

const isError = ({ level }: Finding): boolean => level !== "warning";
