import { pricesFor } from "../agents/price-table.ts";
import { unpricedIn } from "../core/cost/unpriced.ts";
import { count } from "../core/count.ts";
import { baseTexts, plannedBases, timeOnlyText } from "../core/decide/planned-bases.ts";
import { inOrder } from "../core/in-order.ts";
import { type Plan, todosOf } from "../core/plan/plan.ts";
import { type Problem, renderProblems } from "../core/plan/problem.ts";
import { loadPlanFile, PlanError } from "../local/plan-file.ts";
import { exits } from "./exit.ts";
import { plain } from "./text/clip.ts";
import { colorsFor } from "./text/colors.ts";
import { type Column, table } from "./text/table.ts";
import { widthOf } from "./text/width.ts";

/** `milepost validate`: all that is wrong with a plan, or what is in it. */
export const validate = async (file: string, { json = false }: { json?: boolean }): Promise<number> => {
  try {
    const { plan, ...loaded } = await loadPlanFile(file);
    const warnings = [...loaded.warnings, ...priceWarnings(file, plan)];
    if (warnings.length > 0) process.stderr.write(`${renderProblems(warnings)}\n`);
    process.stdout.write(json ? `${JSON.stringify(described(plan, warnings))}\n` : summaryOf(file, plan));
    return exits.done;
  } catch (error) {
    if (!json || !(error instanceof PlanError)) throw error;
    const { problems, warnings } = error;
    process.stdout.write(`${JSON.stringify({ type: "validation", ok: false, problems, warnings })}\n`);
    process.stderr.write(`${error.message}\n`);
    return exits.error;
  }
};

/** Prices are none of the plan's language: they stand in a list beside it. */
const priceWarnings = (file: string, plan: Plan): Problem[] =>
  unpricedIn(plan, pricesFor(plan)).map(({ message, fix }) => ({
    ...{ file, line: 0, column: 0, message: `${message}; ${fix}`, source: "", level: "warning" },
    expected: undefined,
  }));

const described = (plan: Plan, warnings: readonly Problem[]) => {
  const bases = plannedBases(plan);
  return { ...outline(plan, bases), problems: [], warnings };
};

const outline = (plan: Plan, bases: ReturnType<typeof plannedBases>) => ({
  type: "validation",
  ok: true,
  plan: plan.id,
  title: plan.title,
  bodies: plan.bodies.map(({ id, title }) => ({ body: id, title })),
  todos: todosOf(plan).map(({ id, body, order, branch, phase, needs }) => ({
    ...{ todo: id, body, order, branch, phase, needs, base: bases.get(id) },
  })),
});

const columns: readonly Column[] = [
  { head: "order" },
  { head: "body", least: 10 },
  { head: "todo", least: 14 },
  { head: "needs", least: 12 },
  { head: "starts from", least: 12 },
  { head: "branch", least: 18, dropped: 1 },
];

const summaryOf = (file: string, plan: Plan): string => {
  const { stdout } = process;
  const colors = colorsFor(stdout);
  const todos = inOrder(todosOf(plan), ({ order }) => order);
  const bases = plannedBases(plan);
  const textOf = baseTexts(plan);
  const baseIn = (id: string): string => {
    const base = bases.get(id);
    return base ? textOf(base) : "";
  };
  const rows = todos.map(({ id, body, order, branch, needs }) => [
    { text: order },
    { text: body },
    { text: id, paint: colors.bold },
    { text: needs.join(", "), paint: colors.dim },
    { text: baseIn(id) },
    { text: branch, paint: colors.dim },
  ]);
  const width = widthOf(stdout);
  const timeOnly = timeOnlyText(plan);
  const lines = [
    `${colors.green("✓")} ${file} is right: ${plain(plan.title)}`,
    `  ${count(plan.bodies.length, "body", "bodies")}, ${count(todos.length, "todo")}, at most ${plan.parallel} at once`,
    "",
    ...table(columns, rows, { columns: width, paintHead: colors.dim }),
    ...(timeOnly === null ? [] : ["", `  ${timeOnly}`]),
  ];
  return `${lines.join("\n")}\n`;
};
