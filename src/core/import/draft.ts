import { maxBodies } from "../plan/maxima.ts";
import { idSchema, worktreeSchema } from "../plan/schema.ts";
import { maxRules } from "../verdict/rules.ts";
import type { Brief, BriefBody, BriefRule } from "./brief.ts";
import { slugIn, unique } from "./ids.ts";
import type { Lines } from "./lines.ts";
import { type DraftSettings, settingsOf } from "./settings.ts";
import { acceptsOf, type DraftTodo, todosOf } from "./todos.ts";

export interface DraftBody extends Lines {
  readonly body: string;
  readonly title: string;
  /** Lines of the prompt that say no more than what is here. */
  readonly stated: readonly Lines[];
  readonly worktree: string | null;
  readonly owns: readonly string[];
  readonly after: readonly string[];
  readonly accepts: readonly string[];
  readonly todos: readonly DraftTodo[];
  /** What the prompt says in words that a plan has no key for. */
  readonly remarks: readonly string[];
}

/** A plan as far as a prompt gives it. */
export interface PlanDraft {
  readonly plan: string;
  readonly title: string;
  readonly settings: DraftSettings;
  readonly rules: readonly BriefRule[];
  readonly bodies: readonly DraftBody[];
}

/** Makes a plan of what a prompt says: unique ids, orders and branches as named, `after` for what has to wait. */
export const draftOf = (brief: Brief, file: string): PlanDraft => {
  const settings = settingsOf(brief);
  const name = (file.split(/[\\/]/).at(-1) ?? "").replace(/\.\w+$/, "");
  const title = brief.title.trim() || name.trim().slice(0, 256) || "Plan";
  const plan = planId(title, settings);
  const worked = brief.bodies.filter((body) => body.items.length > 0).slice(0, maxBodies);
  const ids = unique(worked.map(({ title }, at) => idOf(title, at)));
  return {
    plan,
    title,
    settings: { ...settings, branches: settings.branches?.replace(`/${plan}/`, "/{plan}/") ?? null },
    rules: rulesOf(brief.rules),
    bodies: withUniqueTodos(worked.map((body, at) => bodyOf(body, { brief, ids, at }))),
  };
};

/** The last part of the branches' common prefix names the work; without one, the title does. */
const planId = (title: string, { branches }: DraftSettings): string => {
  const last = branches?.split("/").at(-2) ?? "";
  return idSchema.safeParse(last).success ? last : slugIn(title, 40, "plan");
};

const idOf = (title: string, at: number): string =>
  slugIn(title.replace(/\s*\([^)]*\)\s*$/, ""), 40, `body-${at + 1}`);

const bodyOf = (
  body: BriefBody,
  { brief, ids, at }: { brief: Brief; ids: readonly string[]; at: number },
): DraftBody => {
  const { title, stated, worktree, owns, after, only, line, end } = body;
  return {
    ...{ body: ids[at] ?? idOf(title, at), title, stated, owns, line, end },
    worktree: worktree !== null && worktreeSchema.safeParse(worktree).success ? worktree : null,
    after: after === null ? [] : ids.slice(0, at),
    accepts: [...new Set(acceptsOf(body))],
    todos: todosOf(body, brief.branches),
    remarks: [...(after === null ? [] : [`After ${after}.`]), ...only],
  };
};

const withUniqueTodos = (bodies: readonly DraftBody[]): DraftBody[] => {
  const ids = unique(bodies.flatMap(({ todos }) => todos.map(({ todo }) => todo)));
  let at = 0;
  return bodies.map((body) => ({
    ...body,
    todos: body.todos.map((todo) => ({ ...todo, todo: ids[at++] ?? todo.todo })),
  }));
};

/** What Milepost does or enforces itself needs no confirmation by a reviewer: sizes, branches, reviews, sign-offs. */
const enforced =
  /[[\]{}]|\b(?:worktrees?|branch(?:es)?|todos?|tasks?|lines|PRs?|pull requests?|reviews?|reviewed|coverage|commits?|DCO|GPG|push)\b/i;

const rulesOf = (rules: readonly BriefRule[]): BriefRule[] => {
  const said = rules.map((rule) => ({ ...rule, text: rule.text.replace(/^["“]|["”]$/g, "").trim() }));
  const kept = said.filter(({ text }) => text.length > 1 && text.length <= 1000 && !enforced.test(text));
  const words = kept.map(({ text }) => text.toLowerCase());
  const isSaidBy = (text: string, at: number) =>
    words.some((other, index) => index !== at && other.includes(text) && (other !== text || index > at));
  return kept.filter((_, at) => !isSaidBy(words[at] ?? "", at)).slice(0, maxRules);
};
