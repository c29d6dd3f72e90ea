import { groupBy } from "../group.ts";
import type { Plan } from "../plan/plan.ts";
import type { DesiredTodo } from "../todo/desired.ts";
import type { Status } from "../todo/state.ts";

/** Todos that a drawing may hold before nobody can read it any more. */
const maxTodos = 120;

/** Arrows that Mermaid draws at most, unless its host allows more: `maxEdges` of its settings. */
const maxArrows = 500;

/** Characters of a title that a drawing shows. */
const maxLabel = 36;

/** A drawing of the plan for Mermaid: what waits for what, each todo in the colour of its state. */
export const drawing = (plan: Plan, wanted: readonly DesiredTodo[]): string => {
  const shown = wanted.filter(({ record }) => record.state.status !== "removed");
  if (shown.length === 0 || shown.length > maxTodos) return "";
  const bodies = [...groupBy(shown, ({ todo }) => todo.body)];
  const ids = new Map([
    ...bodies.map(([body], index) => [`body ${body}`, `b${index}`] as const),
    ...shown.map(({ todo }, index) => [todo.id, `t${index}`] as const),
  ]);
  const arrows = [...todoArrows(shown, ids), ...bodyArrows(plan, ids)];
  if (arrows.length > maxArrows) return "";
  return [
    "```mermaid",
    "flowchart LR",
    ...bodies.flatMap(([body, works]) => [
      `  subgraph ${ids.get(`body ${body}`)}["${body}"]`,
      ...works.map(
        (one) =>
          `    ${ids.get(one.todo.id)}["${one.todo.order} ${label(one.todo.title)}"]:::${one.record.state.status}`,
      ),
      "  end",
    ]),
    ...arrows,
    `  class ${bodies.map(([body]) => ids.get(`body ${body}`)).join(",")} body`,
    `  classDef body ${bodyColours}`,
    ...Object.entries(colours).map(([state, style]) => `  classDef ${state} ${style}`),
    "```",
  ].join("\n");
};

type Ids = ReadonlyMap<string, string>;

const todoArrows = (shown: readonly DesiredTodo[], ids: Ids): string[] =>
  shown.flatMap(({ todo }) =>
    todo.needs.flatMap((need) => (ids.has(need) ? [`  ${ids.get(need)} --> ${ids.get(todo.id)}`] : [])),
  );

const bodyArrows = (plan: Plan, ids: Ids): string[] =>
  plan.bodies.flatMap(({ id, after }) =>
    after.flatMap((before) => {
      const [from, to] = [ids.get(`body ${before}`), ids.get(`body ${id}`)];
      return from && to ? [`  ${from} ==> ${to}`] : [];
    }),
  );

/** A title as one short line without what would mean something to Mermaid. */
const label = (title: string): string => {
  const letters = [...title.replace(/[^\p{L}\p{M}\p{N}.,-]+/gu, " ").trim()];
  return letters.length > maxLabel ? `${letters.slice(0, maxLabel).join("").trimEnd()}…` : letters.join("");
};

const bodyColours = "fill:#f6f8fa,stroke:#d0d7de,color:#57606a";
const colours: Readonly<Record<Exclude<Status, "removed">, string>> = {
  pending: "fill:#eaeef2,stroke:#8c959f,color:#24292f",
  ready: "fill:#ddf4ff,stroke:#54aeff,color:#24292f",
  working: "fill:#fff8c5,stroke:#d4a72c,color:#24292f",
  review: "fill:#fbefff,stroke:#c297ff,color:#24292f",
  changes: "fill:#fff1e5,stroke:#fb8f44,color:#24292f",
  approved: "fill:#dafbe1,stroke:#4ac26b,color:#24292f",
  blocked: "fill:#ffebe9,stroke:#ff8182,color:#24292f",
  skipped: "fill:#ffffff,stroke:#8c959f,color:#57606a,stroke-dasharray:3",
};
