import { Document, type Scalar, type YAMLMap } from "yaml";
import { loadPlan } from "../plan/load.ts";
import type { Problem } from "../plan/problem.ts";
import { readBrief } from "./brief.ts";
import { type Draft, type DraftBody, draftOf } from "./draft.ts";
import type { DraftTodo } from "./todos.ts";

/** A plan file made of a prompt, with what a person should look at; or why none could be made. */
export type Imported =
  | { readonly ok: true; readonly plan: string; readonly text: string; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly why: "no-bodies" }
  | { readonly ok: false; readonly why: "problems"; readonly problems: readonly Problem[] };

/**
 * Turns an orchestration prompt in prose into a plan file (design.md, section 5) that loads without problems.
 *
 * Where the orders of the prompt contradict its own needs, they are left out and computed.
 */
export const importPrompt = (prompt: string, file: string): Imported => {
  const draft = draftOf(readBrief(prompt));
  if (draft.bodies.length === 0) return { ok: false, why: "no-bodies" };
  const text = planText(draft, file);
  const loaded = loadPlan(text, file);
  if (loaded.ok) return { ok: true, plan: draft.plan, text, remarks: remarksOn(draft) };
  const unordered = planText(withoutOrders(draft), file);
  if (!loadPlan(unordered, file).ok) return { ok: false, why: "problems", problems: loaded.problems };
  const remark = "the prompt's orders contradict what has to wait for what; they are computed instead";
  return { ok: true, plan: draft.plan, text: unordered, remarks: [remark, ...remarksOn(draft)] };
};

const withoutOrders = (draft: Draft): Draft => ({
  ...draft,
  bodies: draft.bodies.map((body) => ({
    ...body,
    todos: body.todos.map(({ order: _, ...todo }) => todo),
  })),
});

const remarksOn = ({ settings, bodies }: Draft): string[] => [
  ...(bodies.some(({ owns }) => owns.length === 0)
    ? [
        "the prompt does not say which paths a body owns: add `owns:`, so that its agent can touch nothing else",
      ]
    : []),
  ...(settings.agent === null
    ? ["the prompt names no program that writes the changes: add `agent:` and `reviewer:`"]
    : []),
  "nothing verifies the changes yet: add `verify:` with the commands that test them",
  ...(settings.coverage === null
    ? []
    : ["nothing measures coverage yet: add `coverage:` with the report that `verify` leaves"]),
  ...bodies
    .filter(({ after }) => after.length > 0)
    .map(
      ({ body, remarks }) => `\`${body}\` waits for all bodies before it (“${remarks[0]}”): is that meant?`,
    ),
];

const planText = (draft: Draft, file: string): string => {
  const { plan, title, settings, rules, bodies } = draft;
  const { lines, coverage, rounds, agent } = settings;
  const document = new Document({
    version: 1,
    plan,
    title,
    ...given("base", settings.base),
    ...given("branches", settings.branches),
    parallel: settings.parallel,
    ...some("limits", {
      ...given("lines", lines),
      ...given("coverage", coverage),
      ...given("rounds", rounds),
    }),
    ...given("signing", settings.signing),
    ...(agent === null ? {} : { agent: { use: agent }, reviewer: { use: agent } }),
    ...some("rules", rules),
    bodies: bodies.map(bodyValue),
  });
  document.commentBefore = ` yaml-language-server: $schema=../schema/plan.schema.json\n\n Imported from ${file}.`;
  for (const [at, body] of bodies.entries()) {
    const node = document.getIn(["bodies", at]);
    if (isMap(node) && body.remarks.length > 0) {
      node.commentBefore = body.remarks.map((remark) => ` The prompt says: ${remark}`).join("\n");
    }
  }
  return document.toString({ lineWidth: 110, blockQuote: "literal" });
};

const isMap = (node: unknown): node is YAMLMap | Scalar => typeof node === "object" && node !== null;

const bodyValue = ({ body, title, worktree, owns, after, accepts, todos }: DraftBody) => ({
  body,
  title,
  ...given("worktree", worktree),
  ...some("owns", owns),
  ...some("after", after),
  ...some("accepts", accepts),
  todos: todos.map(todoValue),
});

const todoValue = ({ todo, order, phase, title, text, needs }: DraftTodo) => ({
  todo,
  ...given("order", order ?? null),
  ...given("phase", phase ?? null),
  title,
  ...some("needs", needs ?? []),
  text: `${text}\n`,
});

const given = (key: string, value: string | number | null) => (value === null ? {} : { [key]: value });

const some = (key: string, value: object) => (Object.keys(value).length === 0 ? {} : { [key]: value });
