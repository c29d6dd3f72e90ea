import { isSkipped, type Wanted } from "../decide/mend.ts";
import { groupBy } from "../group.ts";
import type { Plan } from "../plan/plan.ts";
import type { Status } from "../snapshot/record.ts";

/** What the drawing of one plan may hold before nobody can read it any more, and GitHub draws it no longer. */
const mostTodos = 120;

/** Characters of a title that a drawing shows. */
const mostLabel = 36;

/** A drawing of the plan for Mermaid: what waits for what, each todo in the colour of its state. */
export const drawing = (plan: Plan, wanted: readonly Wanted[]): string => {
  const shown = wanted.filter(({ record }) => !record.removed);
  if (shown.length === 0 || shown.length > mostTodos) return "";
  const ids = new Map(shown.map(({ todo }, index) => [todo.id, `t${index}`]));
  const bodies = [...groupBy(shown, ({ todo }) => todo.body)];
  return [
    "```mermaid",
    "flowchart LR",
    ...bodies.flatMap(([body, works], index) => [
      `  subgraph b${index}["${body}"]`,
      ...works.map(
        (one) =>
          `    ${ids.get(one.todo.id)}["${one.todo.order} ${label(one.todo.title)}"]:::${stateOf(one)}`,
      ),
      "  end",
    ]),
    ...shown.flatMap(({ todo }) =>
      todo.needs.flatMap((need) => (ids.has(need) ? [`  ${ids.get(need)} --> ${ids.get(todo.id)}`] : [])),
    ),
    ...bodyWaits(
      plan,
      bodies.map(([body]) => body),
    ),
    `  class ${bodies.map((_, index) => `b${index}`).join(",")} body`,
    `  classDef body ${bodyColours}`,
    ...Object.entries(colours).map(([state, style]) => `  classDef ${state} ${style}`),
    "```",
  ].join("\n");
};

/** A title as one short line without what would mean something to Mermaid. */
const label = (title: string): string => {
  const letters = [...title.replace(/[^\p{L}\p{M}\p{N}.,-]+/gu, " ").trim()];
  return letters.length > mostLabel ? `${letters.slice(0, mostLabel).join("").trimEnd()}…` : letters.join("");
};

const bodyWaits = (plan: Plan, shown: readonly string[]): string[] =>
  plan.bodies.flatMap(({ id, after }) =>
    after.flatMap((before) =>
      shown.includes(id) && shown.includes(before)
        ? [`  b${shown.indexOf(before)} ==> b${shown.indexOf(id)}`]
        : [],
    ),
  );

export const stateOf = (one: Wanted): Status | "skipped" => (isSkipped(one) ? "skipped" : one.record.status);

const bodyColours = "fill:#f6f8fa,stroke:#d0d7de,color:#57606a";
const colours: Readonly<Record<Status | "skipped", string>> = {
  pending: "fill:#eaeef2,stroke:#8c959f,color:#24292f",
  ready: "fill:#ddf4ff,stroke:#54aeff,color:#24292f",
  working: "fill:#fff8c5,stroke:#d4a72c,color:#24292f",
  review: "fill:#fbefff,stroke:#c297ff,color:#24292f",
  changes: "fill:#fff1e5,stroke:#fb8f44,color:#24292f",
  approved: "fill:#dafbe1,stroke:#4ac26b,color:#24292f",
  blocked: "fill:#ffebe9,stroke:#ff8182,color:#24292f",
  skipped: "fill:#ffffff,stroke:#8c959f,color:#57606a,stroke-dasharray:3",
};
