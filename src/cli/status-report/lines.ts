import { briefly, spentText, stepsText } from "../../core/cost/words.ts";
import { count } from "../../core/count.ts";
import type { PlanStatus, TodoStatus } from "../../core/report/plan-status.ts";
import { headOf } from "../../core/todo/blocked.ts";
import { leftCountText } from "../../core/todo/counts.ts";
import { leftState } from "../../core/todo/left.ts";
import { clip, plain, plainLine } from "../text/clip.ts";
import type { Colors } from "../text/colors.ts";
import { type Cell, type Column, table } from "../text/table.ts";
import { wrapped } from "../text/wrapped.ts";

const heads: readonly Column[] = [
  { head: " order" },
  { head: "todo", least: 12 },
  { head: "state" },
  { head: "issue", align: "right", dropped: 4 },
  { head: "PR", align: "right" },
  { head: "rounds", align: "right", dropped: 3 },
  { head: "failed", align: "right", dropped: 2 },
  { head: "cost", align: "right", dropped: 0 },
  { head: "base", least: 12, dropped: 1 },
  { head: "waits for", least: 12 },
];

/** How a plan stands, as lines: a heading a body, a row a todo. */
export const statusLines = (
  { title, milestone, bodies, followUps, spent, accounts }: PlanStatus,
  { columns, colors }: { columns: number | null; colors: Colors },
): string[] => {
  const todos = bodies.flatMap((body) => body.todos);
  const rows = todos.map((one) => row(one, colors));
  const [head = "", ...lines] = table(heads, rows, { columns, paintHead: colors.dim });
  const planned = todos.filter(({ left }) => left === null);
  const done = planned.filter((one) => one.done).length;
  const left = todos.length - planned.length;
  const stands = milestone === null ? "not begun" : `milestone #${milestone.number} ${milestone.state}`;
  const took = spent.runs === 0 ? "" : `  ${colors.dim("·")}  took ${spentText(spent)}`;
  const where = stepsText(spent);
  const wrap = (line: string): string[] => wrapped(line, columns);
  return [
    ...wrap(
      `${colors.bold(plain(title))}  ${colors.dim("·")}  ${stands}  ${colors.dim("·")}  ${done} of ${count(planned.length, "todo")} done${leftCountText(left)}${took}`,
    ),
    ...(where === "" ? [] : wrap(colors.dim(`of that ${where}`))),
    ...accounts.flatMap((line) => wrap(`${colors.yellow("○")} ${plain(line)}`)),
    "",
    head,
    ...bodies.flatMap((body) => [bodyLine(body, { columns, colors }), ...lines.splice(0, body.todos.length)]),
    ...todos.flatMap(({ order, todo, blocked, left, why }) => {
      const what = left ?? (blocked === null ? null : `blocked: ${headOf(blocked)}`);
      if (what === null) return [];
      const head = `${colors.red("✗")} ${order} ${todo} is ${plain(what)}`;
      return ["", ...wrap(head), ...why.map(plainLine).flatMap(wrap)];
    }),
    ...(followUps.length > 0 ? ["", colors.bold("Open follow-ups")] : []),
    ...followUps.flatMap((one) =>
      wrap(` #${one.issue} ${plain(one.title)} ${colors.dim(`(${one.todo}, by ${one.cause})`)}`),
    ),
  ];
};

const bodyLine = (
  { title, spent }: PlanStatus["bodies"][number],
  { columns, colors }: { columns: number | null; colors: Colors },
): string => {
  const cost = briefly(spent);
  const room = (columns ?? Number.POSITIVE_INFINITY) - (cost === "" ? 0 : cost.length + 5);
  return `${colors.bold(clip(plain(title), room))}${cost === "" ? "" : colors.dim(`  ·  ${cost}`)}`;
};

const row = (one: TodoStatus, colors: Colors): Cell[] => {
  const { mark, paint } = looksOf(one, colors);
  return [
    { text: ` ${mark} ${one.order}`, paint },
    { text: one.todo },
    { text: one.left !== null ? leftState : one.cutOff ? "cut off" : one.state, paint },
    { text: one.issue === null ? "" : `#${one.issue}` },
    { text: one.pull === null ? "" : `#${one.pull}` },
    { text: one.rounds === 0 ? "" : String(one.rounds) },
    { text: one.failed === 0 ? "" : String(one.failed), paint: colors.yellow },
    { text: briefly(one.spent), paint: colors.dim },
    { text: one.base ?? "", paint: colors.dim },
    { text: one.cutOff ? "the next run" : one.waitsFor.map(plain).join(", "), paint: colors.dim },
  ];
};

/** The mark and the colour of a todo's state. */
export const looksOf = (
  { state, cutOff, left }: Pick<TodoStatus, "state" | "cutOff" | "left">,
  colors: Colors,
): { mark: string; paint: (text: string) => string } => {
  if (left !== null) return { mark: "✗", paint: colors.red };
  if (cutOff) return { mark: "↺", paint: colors.yellow };
  switch (state) {
    case "approved":
      return { mark: "✓", paint: colors.green };
    case "working":
    case "review":
      return { mark: "●", paint: colors.cyan };
    case "changes":
      return { mark: "↺", paint: colors.yellow };
    case "blocked":
      return { mark: "✗", paint: colors.red };
    case "pending":
    case "ready":
      return { mark: "○", paint: colors.dim };
    case "skipped":
    case "removed":
      return { mark: "-", paint: colors.dim };
    default:
      return state satisfies never;
  }
};
