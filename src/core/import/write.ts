import { Document, type Scalar, type YAMLMap } from "yaml";
import { loadPlan } from "../plan/load.ts";
import type { Problem } from "../plan/problem.ts";
import { largestPlan } from "../plan/read/decode.ts";
import { type Accounted, accountOf } from "./account.ts";
import type { Backlog, Question } from "./backlog.ts";
import type { DocumentOptions } from "./document.ts";
import { type DraftBody, draftOf, type PlanDraft } from "./draft.ts";
import { readSource } from "./formats/list.ts";
import { mostPoints, pointsOf } from "./points.ts";
import { type PlanRemark, remarksOn } from "./remarks.ts";
import { plainSettings } from "./settings.ts";
import { type ImportSource, type Lines, sourceOf } from "./source.ts";
import type { DraftTodo } from "./todos.ts";
import { type Unplaced, unplacedIn } from "./unplaced.ts";
import { untakenIn } from "./untaken.ts";

/** What a plan takes from the repository that it is for. */
export interface RepositoryFacts {
  /** As `owner/name`, where its remote says so. */
  readonly repository: string | null;
  readonly base: string | null;
  readonly setup: readonly string[];
  readonly verify: readonly string[];
}

export const noRepository: RepositoryFacts = { repository: null, base: null, setup: [], verify: [] };

export interface ImportedPlan {
  readonly ok: true;
  /** What the source was read as. */
  readonly format: string;
  readonly plan: string;
  readonly text: string;
  readonly remarks: readonly PlanRemark[];
  readonly account: readonly Accounted[];
  readonly questions: readonly Question[];
}

/** A plan file made of a source, with what a person should look at; or why none could be made. */
export type Imported =
  | ImportedPlan
  | { readonly ok: false; readonly why: "nothing-to-do"; readonly account: readonly Accounted[] }
  | { readonly ok: false; readonly why: "too-large"; readonly todos: number }
  | { readonly ok: false; readonly why: "too-many-points"; readonly points: number }
  | { readonly ok: false; readonly why: "problems"; readonly problems: readonly Problem[] };

/**
 * Turns what somebody keeps as a backlog, in any format, into a plan file that loads without problems. What the plan
 * has no place for is kept as comments.
 *
 * Where the orders or the settings that the source names cannot be, they are left out and computed, or the usual ones.
 */
export const importPlan = (
  text: string,
  file: string,
  { facts = noRepository, ...options }: DocumentOptions & { readonly facts?: RepositoryFacts } = {},
): Imported => {
  const source = sourceOf(text, file, facts.repository);
  const points = pointsOf(source);
  if (points > mostPoints(source)) return { ok: false, why: "too-many-points", points };
  const { format, backlog } = readSource(source, options);
  return planOfBacklog({ backlog, format, source, facts, taken: options.taken ?? [] }, file);
};

interface Given {
  readonly backlog: Backlog;
  readonly format: string;
  readonly source: ImportSource;
  readonly facts: RepositoryFacts;
  /** Lines that a person said are work. */
  readonly taken: readonly Lines[];
}

/** The plan of what was read. */
export const planOfBacklog = ({ backlog, format, source, facts, taken }: Given, file: string): Imported => {
  const found = backlog.groups.reduce((sum, { tasks }) => sum + tasks.length, 0);
  if (found > maxTodos) return { ok: false, why: "too-large", todos: found };
  const draft = draftOf(backlog, source.name);
  const accountFor = (tried: PlanDraft) => accountOf(tried, backlog, source.lines);
  if (draft.bodies.every(({ todos }) => todos.length === 0))
    return { ok: false, why: "nothing-to-do", account: accountFor(draft) };
  const todos = draft.bodies.reduce((sum, body) => sum + body.todos.length, 0);
  if (todos > maxTodos || sizeOf(draft) > largestPlan) return { ok: false, why: "too-large", todos };
  let problems: readonly Problem[] = [];
  for (const { remark, change } of attempts) {
    const tried = change(draft);
    const account = accountFor(tried);
    const unplaced = unplacedIn(tried, account, source.lines);
    const text = shortEnough([unplaced, withoutComments], (kept) =>
      planText(tried, { unplaced: kept, file, facts }),
    );
    const loaded = loadPlan(text, file);
    if (loaded.ok) {
      const remarks = remarksOn(tried, {
        backlog,
        account,
        facts,
        lines: source.lines,
        untaken: untakenIn(taken, account, source.lines),
      });
      const { questions } = backlog;
      const all = remark === null ? remarks : [remark, ...remarks];
      return { ok: true, format, plan: tried.plan, text, remarks: all, account, questions };
    }
    if (problems.length === 0) problems = loaded.problems;
  }
  return { ok: false, why: "problems", problems };
};

/** Todos that one plan is made of: more are several plans, and would take long to check. */
const maxTodos = 4000;

/** At least the characters that a plan takes. */
const sizeOf = ({ bodies }: PlanDraft): number =>
  bodies
    .flatMap(({ todos }) => todos)
    .reduce((sum, { todo, title, text }) => sum + todo.length + title.length + text.length, 0);

const withoutComments: Unplaced = { ofBodies: new Map(), rest: [] };

/** The first text that a plan file may have. */
const shortEnough = (kept: readonly Unplaced[], textOf: (unplaced: Unplaced) => string): string => {
  const texts = kept.map((unplaced) => textOf(unplaced));
  return (
    texts.find(
      (text) => text.length * 3 < largestPlan || new TextEncoder().encode(text).length <= largestPlan,
    ) ??
    texts.at(-1) ??
    ""
  );
};

const withTodos = (draft: PlanDraft, change: (todo: DraftTodo) => DraftTodo): PlanDraft => ({
  ...draft,
  bodies: draft.bodies.map((body) => ({ ...body, todos: body.todos.map(change) })),
});

const withoutOrders = (draft: PlanDraft): PlanDraft => withTodos(draft, ({ order: _, ...todo }) => todo);

const withoutNeeds = (draft: PlanDraft): PlanDraft => withTodos(draft, (todo) => ({ ...todo, needs: [] }));

const withoutPhases = (draft: PlanDraft): PlanDraft => withTodos(draft, ({ phase: _, ...todo }) => todo);

const withoutSettings = (draft: PlanDraft): PlanDraft => ({
  ...draft,
  settings: plainSettings,
  bodies: draft.bodies.map((body) => ({ ...body, stated: [], worktree: null, owns: [] })),
});

/** A plan as the prompt has it, or with less of what it may have got wrong. */
const attempts: readonly { remark: PlanRemark | null; change: (draft: PlanDraft) => PlanDraft }[] = [
  { remark: null, change: (draft) => draft },
  { remark: { code: "usual-settings" }, change: withoutSettings },
  { remark: { code: "no-orders" }, change: withoutOrders },
  { remark: { code: "no-needs" }, change: (draft) => withoutNeeds(withoutOrders(draft)) },
  { remark: { code: "no-phases" }, change: (draft) => withoutPhases(withoutNeeds(withoutOrders(draft))) },
  {
    remark: { code: "no-settings-orders-phases" },
    change: (draft) => withoutSettings(withoutPhases(withoutNeeds(withoutOrders(draft)))),
  },
];

interface Beside {
  readonly unplaced: Unplaced;
  readonly file: string;
  readonly facts: RepositoryFacts;
}

const planText = (draft: PlanDraft, { unplaced: { ofBodies, rest }, file, facts }: Beside): string => {
  const { plan, title, settings, rules, bodies } = draft;
  const { lines, coverage, rounds, agent } = settings;
  const document = new Document({
    version: 1,
    plan,
    title,
    ...given("base", settings.base ?? facts.base),
    ...given("branches", settings.branches),
    ...given("parallel", settings.parallel),
    ...some("limits", {
      ...given("lines", lines),
      ...given("coverage", coverage),
      ...given("rounds", rounds),
    }),
    ...given("signing", settings.signing),
    ...(agent === null ? {} : { agent: { use: agent }, reviewer: { use: agent } }),
    ...some("setup", facts.setup),
    ...some("verify", facts.verify),
    ...some(
      "rules",
      rules.map(({ text }) => text),
    ),
    bodies: bodies.map(bodyValue),
  });
  document.commentBefore = ` yaml-language-server: $schema=../schema/plan.schema.json\n\n Imported from ${(file === "-" ? "standard input" : file).replace(/\p{Cc}/gu, " ")}.`;
  for (const [at, body] of bodies.entries()) {
    const node = document.getIn(["bodies", at]);
    const said = [...body.remarks, ...(ofBodies.get(body.body) ?? [])];
    if (isMap(node) && said.length > 0) node.commentBefore = comment(["The source says:", ...said]);
  }
  if (rest.length > 0) document.comment = comment(["The source also says:", "", ...rest]);
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
  todos: todos.map(todoValue),
});

const todoValue = ({ todo, order, phase, title, text, issue, needs = [] }: DraftTodo) => ({
  todo,
  ...given("order", order ?? null),
  ...given("phase", phase ?? null),
  title,
  ...some("needs", needs),
  ...given("issue", issue ?? null),
  text: `${text}\n`,
});

const given = (key: string, value: string | number | null) => (value === null ? {} : { [key]: value });

const some = (key: string, value: object) => (Object.keys(value).length === 0 ? {} : { [key]: value });
