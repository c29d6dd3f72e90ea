import { slugOf } from "../key.ts";
import { mostBodies, worktreeSchema } from "../plan/schema.ts";
import type { Brief, BriefBody } from "./brief.ts";
import { type DraftSettings, settingsOf } from "./settings.ts";
import { acceptsOf, type DraftTodo, todosOf } from "./todos.ts";

export interface DraftBody {
  readonly body: string;
  readonly title: string;
  readonly worktree: string | null;
  readonly owns: readonly string[];
  readonly after: readonly string[];
  readonly accepts: readonly string[];
  readonly todos: readonly DraftTodo[];
  /** What the prompt says in words that a plan has no key for. */
  readonly remarks: readonly string[];
}

/** A plan as far as a prompt gives it. */
export interface Draft {
  readonly plan: string;
  readonly title: string;
  readonly settings: DraftSettings;
  readonly rules: readonly string[];
  readonly bodies: readonly DraftBody[];
}

/** Makes a plan of what a prompt says: unique ids, orders and branches as named, `after` for what has to wait. */
export const draftOf = (brief: Brief): Draft => {
  const settings = settingsOf(brief);
  const plan = planId(brief, settings);
  const ids = unique(brief.bodies.map(({ title }) => slugOf(title.replace(/\s*\([^)]*\)\s*$/, ""))));
  const bodies = brief.bodies.slice(0, mostBodies).map((body, at) => bodyOf(body, { brief, ids, at }));
  return {
    plan,
    title: brief.title || plan,
    settings: { ...settings, branches: settings.branches?.replace(`/${plan}/`, "/{plan}/") ?? null },
    rules: rulesOf(brief.rules),
    bodies: withUniqueTodos(bodies),
  };
};

/** The last part of the branches' common prefix names the work; without one, the title does. */
const planId = ({ title }: Brief, { branches }: DraftSettings): string => {
  const last = branches?.split("/").at(-2) ?? "";
  return /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(last) ? last : slugOf(title);
};

const bodyOf = (
  body: BriefBody,
  { brief, ids, at }: { brief: Brief; ids: readonly string[]; at: number },
): DraftBody => {
  const { title, worktree, owns, after, only } = body;
  return {
    body: ids[at] ?? slugOf(title),
    title,
    worktree: worktree !== null && worktreeSchema.safeParse(worktree).success ? worktree : null,
    owns,
    after: after === null ? [] : ids.slice(0, at),
    accepts: [...new Set(acceptsOf(body))],
    todos: todosOf(body, brief.branches),
    remarks: [...(after === null ? [] : [`After ${after}.`]), ...only],
  };
};

/** Ids in which each occurs once: the second `x` is `x-2`. */
const unique = (ids: readonly string[]): string[] => {
  const taken = new Set<string>();
  return ids.map((id) => {
    let free = id;
    for (let count = 2; taken.has(free); count += 1) free = `${id}-${count}`;
    taken.add(free);
    return free;
  });
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

const mostRules = 100;

const rulesOf = (rules: readonly string[]): string[] => {
  const said = rules.map((rule) =>
    rule
      .replace(/^["“]|["”]$/g, "")
      .trim()
      .slice(0, 1000),
  );
  const kept = said.filter((rule) => rule.length > 3 && !enforced.test(rule));
  const byWords = new Map(kept.map((rule) => [rule.toLowerCase(), rule]));
  const all = [...byWords.values()];
  const repeats = (rule: string) =>
    all.some((other) => other !== rule && other.toLowerCase().includes(rule.toLowerCase()));
  return all.filter((rule) => !repeats(rule)).slice(0, mostRules);
};
