import { Document, type Scalar, type YAMLMap } from "yaml";
import { count } from "../count.ts";
import { loadPlan } from "../plan/load.ts";
import type { Problem } from "../plan/problem.ts";
import { type Brief, readBrief } from "./brief.ts";
import { type DraftBody, draftOf, type PlanDraft } from "./draft.ts";
import { plainSettings } from "./settings.ts";
import type { DraftTodo } from "./todos.ts";
import { type Unplaced, unplacedIn } from "./unplaced.ts";

/** A plan file made of a prompt, with what a person should look at; or why none could be made. */
type Imported =
  | { readonly ok: true; readonly plan: string; readonly text: string; readonly remarks: readonly string[] }
  | { readonly ok: false; readonly why: "no-bodies" }
  | { readonly ok: false; readonly why: "problems"; readonly problems: readonly Problem[] };

/**
 * Turns an orchestration prompt in prose into a plan file that loads without problems. What the
 * plan has no place for is kept as comments.
 *
 * Where the orders or the settings that the prompt names cannot be, they are left out and computed, or the usual ones.
 */
export const importPrompt = (prompt: string, file: string): Imported => {
  const brief = readBrief(prompt);
  const draft = draftOf(brief, file);
  if (draft.bodies.every(({ todos }) => todos.length === 0)) return { ok: false, why: "no-bodies" };
  let problems: readonly Problem[] = [];
  for (const { remark, change } of attempts) {
    const tried = change(draft);
    const unplaced = unplacedIn(tried, brief);
    const text = planText(tried, unplaced, file);
    const loaded = loadPlan(text, file);
    if (loaded.ok) {
      return {
        ok: true,
        plan: tried.plan,
        text,
        remarks: [...(remark === null ? [] : [remark]), ...remarksOn(tried, brief, unplaced)],
      };
    }
    if (problems.length === 0) problems = loaded.problems;
  }
  return { ok: false, why: "problems", problems };
};

const withTodos = (draft: PlanDraft, change: (todo: DraftTodo) => DraftTodo): PlanDraft => ({
  ...draft,
  bodies: draft.bodies.map((body) => ({ ...body, todos: body.todos.map(change) })),
});

const withoutOrders = (draft: PlanDraft): PlanDraft => withTodos(draft, ({ order: _, ...todo }) => todo);

const withoutPhases = (draft: PlanDraft): PlanDraft => withTodos(draft, ({ phase: _, ...todo }) => todo);

const withoutSettings = (draft: PlanDraft): PlanDraft => ({
  ...draft,
  settings: plainSettings,
  bodies: draft.bodies.map((body) => ({ ...body, stated: [], worktree: null, owns: [] })),
});

/** A plan as the prompt has it, or with less of what it may have got wrong. */
const attempts: readonly { remark: string | null; change: (draft: PlanDraft) => PlanDraft }[] = [
  { remark: null, change: (draft) => draft },
  { remark: "a plan cannot have the prompt's settings; they are the usual ones", change: withoutSettings },
  {
    remark: "the prompt's orders contradict what has to wait for what; they are computed instead",
    change: withoutOrders,
  },
  {
    remark: "the prompt's orders and phases contradict its lists; they are left out",
    change: (draft) => withoutPhases(withoutOrders(draft)),
  },
  {
    remark: "a plan cannot have the prompt's settings, orders and phases; they are left out",
    change: (draft) => withoutSettings(withoutPhases(withoutOrders(draft))),
  },
];

const remarksOn = (draft: PlanDraft, { ticked }: Brief, { places }: Unplaced): string[] => {
  const { settings, bodies } = draft;
  return [
    ...(places === ""
      ? []
      : [`a plan has no place for lines ${places} of the prompt: they are comments in it`]),
    ...(ticked > 0
      ? [
          `${count(ticked, "point is", "points are")} marked as done, and became no ${ticked === 1 ? "todo" : "todos"}`,
        ]
      : []),
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
};

const planText = (draft: PlanDraft, { ofBodies, rest }: Unplaced, file: string): string => {
  const { plan, title, settings, rules, bodies } = draft;
  const { lines, coverage, rounds, agent } = settings;
  const document = new Document({
    version: 1,
    plan,
    title,
    ...given("base", settings.base),
    ...given("branches", settings.branches),
    ...given("parallel", settings.parallel),
    ...some("limits", {
      ...given("lines", lines),
      ...given("coverage", coverage),
      ...given("rounds", rounds),
    }),
    ...given("signing", settings.signing),
    ...(agent === null ? {} : { agent: { use: agent }, reviewer: { use: agent } }),
    ...some(
      "rules",
      rules.map(({ text }) => text),
    ),
    bodies: bodies.map(bodyValue),
  });
  document.commentBefore = ` yaml-language-server: $schema=../schema/plan.schema.json\n\n Imported from ${file.replace(/\p{Cc}/gu, " ")}.`;
  for (const [at, body] of bodies.entries()) {
    const node = document.getIn(["bodies", at]);
    const said = [...body.remarks, ...(ofBodies.get(body.body) ?? [])];
    if (isMap(node) && said.length > 0) node.commentBefore = comment(["The prompt says:", ...said]);
  }
  if (rest.length > 0) document.comment = comment(["The prompt also says:", "", ...rest]);
  return document.toString({ lineWidth: 110, blockQuote: "literal" });
};

/** Lines as those of a comment; an empty one would end it. */
const comment = (lines: readonly string[]): string =>
  lines.map((line) => ` ${line}`.trimEnd() || " ").join("\n");

const isMap = (node: unknown): node is YAMLMap | Scalar => typeof node === "object" && node !== null;

const bodyValue = ({ body, title, worktree, owns, after, accepts, todos }: DraftBody) => ({
  body,
  title,
  ...given("worktree", worktree),
  ...some("owns", owns),
  ...some("after", after),
  ...some("accepts", accepts),
  todos: todos.map((todo, at) => todoValue(todo, todo.isNext ? todos[at - 1] : undefined)),
});

const todoValue = ({ todo, order, phase, title, text }: DraftTodo, before: DraftTodo | undefined) => ({
  todo,
  ...given("order", order ?? null),
  ...given("phase", phase ?? null),
  title,
  ...some("needs", before ? [before.todo] : []),
  text: `${text}\n`,
});

const given = (key: string, value: string | number | null) => (value === null ? {} : { [key]: value });

const some = (key: string, value: object) => (Object.keys(value).length === 0 ? {} : { [key]: value });
