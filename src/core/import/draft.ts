import { maxBodies, maxNeeds } from "../plan/maxima.ts";
import { idSchema, worktreeSchema } from "../plan/schema.ts";
import { maxRules } from "../verdict/rules.ts";
import type { Backlog, Group, Rule } from "./backlog.ts";
import { beforeOf, type Chain, chainOf } from "./chain.ts";
import { slugIn, unique } from "./ids.ts";
import { ownedBy } from "./owns.ts";
import { plainKey } from "./reading/need-words.ts";
import { type DraftSettings, settingsOf } from "./settings.ts";
import { type Lines, oneLine } from "./source.ts";
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
  readonly rules: readonly Rule[];
  readonly bodies: readonly DraftBody[];
}

/** Makes a plan of what a source says: unique ids, orders and branches as named, `after` for what has to wait. */
export const draftOf = (backlog: Backlog, name: string): PlanDraft => {
  const settings = settingsOf(backlog);
  const title = oneLine(backlog.title || name).slice(0, 256) || "Plan";
  const plan = planId(title, name, settings);
  const groups = withinMost(backlog.groups);
  const ids = unique(groups.map(({ title }, at) => idOf(title, at)));
  const chain = chainOf(groups);
  const bodies = groups.map((group, at) => {
    const before = beforeOf(group, groups, chain).flatMap((place) => ids[place] ?? []);
    return bodyOf(group, { backlog, ids, at, chain, before });
  });
  return {
    plan,
    title,
    settings: { ...settings, branches: settings.branches?.replace(`/${plan}/`, "/{plan}/") ?? null },
    rules: rulesOf(backlog.rules),
    bodies: withNeeds(withUniqueIssues(withUniqueTodos(bodies))),
  };
};

/** More bodies than a plan can have are one. */
const withinMost = (groups: readonly Group[]): readonly Group[] => {
  const rest = groups.slice(maxBodies - 1);
  const [first] = rest;
  if (!first || rest.length === 1) return groups;
  const end = rest.at(-1)?.end ?? first.end;
  const tasks = rest.flatMap((group) => group.tasks);
  return [
    ...groups.slice(0, maxBodies - 1),
    { ...first, end, tasks, stated: rest.flatMap(({ stated }) => stated) },
  ];
};

/** The last part of the branches' common prefix names the work; without one, the title does, or the file. */
const planId = (title: string, name: string, { branches }: DraftSettings): string => {
  const last = branches?.split("/").at(-2) ?? "";
  if (idSchema.safeParse(last).success) return last;
  const letters = title.match(/\p{L}/gu) ?? [];
  const isLatin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length * 2 > letters.length;
  const ofName = slugIn(name, 40, "plan");
  return isLatin ? slugIn(title, 40, ofName) : ofName;
};

const idOf = (title: string, at: number): string =>
  slugIn(title.replace(/\s*\([^)]*\)\s*$/, ""), 40, `body-${at + 1}`);

interface Around {
  readonly backlog: Backlog;
  readonly ids: readonly string[];
  readonly at: number;
  readonly chain: Chain;
  /** The bodies that it comes after. */
  readonly before: readonly string[];
}

const bodyOf = (group: Group, { backlog, ids, at, chain, before }: Around): DraftBody => {
  const { title, stated, worktree, owns, after, only, line, end, step } = group;
  const todos = todosOf(group, backlog.branches);
  const phased = todos.map((todo) => (chain === "phases" && step !== null ? { phase: step, ...todo } : todo));
  return {
    ...{
      body: ids[at] ?? idOf(title, at),
      title: oneLine(title).slice(0, 256) || (ids[at] ?? ""),
      stated,
      line,
      end,
    },
    owns: owns.length > 0 ? owns : ownedBy(todos),
    worktree: worktree !== null && worktreeSchema.safeParse(worktree).success ? worktree : null,
    after: after === null ? before : ids.slice(0, at),
    accepts: [...new Set(acceptsOf(group))],
    todos: phased,
    remarks: [...(after === null ? [] : [`After ${after}.`]), ...only],
  };
};

/** What todos wait for, by their ids: of one that was split, its last part. */
const withNeeds = (bodies: readonly DraftBody[]): DraftBody[] => {
  const all = bodies.flatMap(({ todos }) => todos);
  const byTitle = all.flatMap(({ title, words, todo }) =>
    [title, words].map((name) => [plainKey(name), todo] as const),
  );
  const ids = new Map([...byTitle, ...idsByKey(all)]);
  return bodies.map((body) => {
    const own = new Map(idsByKey(body.todos));
    return {
      ...body,
      todos: inWorkingOrder(
        body.todos.map((todo, at) => {
          const before = todo.isNext ? body.todos[at - 1]?.todo : undefined;
          const named = todo.waitsFor.map(plainKey).flatMap((key) => own.get(key) ?? ids.get(key) ?? []);
          const needs = [...new Set([...(before ? [before] : []), ...named])].filter(
            (id) => id !== todo.todo,
          );
          return { ...todo, needs: needs.slice(0, maxNeeds) };
        }),
      ),
    };
  });
};

const idsByKey = (todos: readonly DraftTodo[]): (readonly [string, string])[] =>
  todos.flatMap(({ key, todo }) => (key === null ? [] : [[plainKey(key), todo] as const]));

/** A body is worked from top to bottom: what others of it wait for goes before them, else all stays as it is. */
const inWorkingOrder = (todos: readonly DraftTodo[]): DraftTodo[] => {
  const byId = new Map(todos.map((todo) => [todo.todo, todo]));
  const placed = new Set<DraftTodo>();
  const open = new Set<DraftTodo>();
  const place = (first: DraftTodo): void => {
    const stack = [first];
    for (let todo = stack.at(-1); todo; todo = stack.at(-1)) {
      open.add(todo);
      const next = (todo.needs ?? [])
        .map((id) => byId.get(id))
        .find((need) => need && !placed.has(need) && !open.has(need));
      if (next) stack.push(next);
      else placed.add(stack.pop() ?? todo);
    }
  };
  for (const todo of todos) if (!placed.has(todo)) place(todo);
  return [...placed];
};

const withUniqueTodos = (bodies: readonly DraftBody[]): DraftBody[] => {
  const ids = unique(bodies.flatMap(({ todos }) => todos.map(({ todo }) => todo)));
  let at = 0;
  return bodies.map((body) => ({
    ...body,
    todos: body.todos.map((todo) => ({ ...todo, todo: ids[at++] ?? todo.todo })),
  }));
};

/** An issue is one todo's: of rows that name the same, the first. */
const withUniqueIssues = (bodies: readonly DraftBody[]): DraftBody[] => {
  const taken = new Set<number>();
  return bodies.map((body) => ({
    ...body,
    todos: body.todos.map(({ issue, ...todo }) => {
      if (issue === undefined || taken.has(issue)) return todo;
      taken.add(issue);
      return { ...todo, issue };
    }),
  }));
};

/** What Milepost does or enforces itself needs no confirmation by a reviewer: sizes, branches, reviews, sign-offs. */
const enforced =
  /[[\]{}]|\b(?:worktrees?|branch(?:es)?|todos?|tasks?|lines|PRs?|pull requests?|reviews?|reviewed|coverage|commits?|DCO|GPG|push)\b/i;

const rulesOf = (rules: readonly Rule[]): Rule[] => {
  const said = rules.map((rule) => ({ ...rule, text: rule.text.replace(/^["“]|["”]$/g, "").trim() }));
  const kept = said.filter(({ text }) => text.length > 1 && text.length <= 1000 && !enforced.test(text));
  const words = kept.map(({ text }) => text.toLowerCase());
  const isSaidBy = (text: string, at: number) =>
    words.some((other, index) => index !== at && other.includes(text) && (other !== text || index > at));
  return kept.filter((_, at) => !isSaidBy(words[at] ?? "", at)).slice(0, maxRules);
};
