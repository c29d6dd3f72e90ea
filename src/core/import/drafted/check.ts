import { parse } from "yaml";
import { loadPlan } from "../../plan/load.ts";
import { type Plan, todosOf } from "../../plan/plan.ts";
import { renderProblem } from "../../plan/problem.ts";
import { type Accounted, runsOf } from "../account.ts";
import type { Lines } from "../source.ts";
import { type DraftAnswer, draftedKeys } from "./answer.ts";
import type { DraftProblem } from "./problems.ts";
import { isSaidBy, quoteIn } from "./quoted-words.ts";

/** What an answer comes to: all that is wrong with it, and what became of each line of the source. */
interface CheckedDraft {
  readonly problems: readonly DraftProblem[];
  /** The plan that it drafts; `null` when that is not right. */
  readonly plan: Plan | null;
  readonly account: readonly Accounted[];
}

/** Holds an answer to its source: nothing is believed that the lines which it names do not say. */
export const checkDraft = (answer: DraftAnswer, lines: readonly string[]): CheckedDraft => {
  const loaded = loadPlan(answer.plan, "plan.yml");
  const plan = loaded.ok ? loaded.plan : null;
  const wrong: DraftProblem[] = loaded.ok
    ? []
    : [{ code: "plan", problems: loaded.problems.map(renderProblem) }];
  const unnamed = unnamedIn(answer, lines);
  return {
    problems: [
      ...wrong,
      ...keysIn(answer.plan),
      ...(plan ? sourceProblems(answer, plan, lines) : []),
      ...(unnamed.length > 0 ? [{ code: "unnamed", lines: unnamed } as const] : []),
    ],
    plan,
    account: accountOfDraft(answer, unnamed),
  };
};

const keysIn = (text: string): DraftProblem[] => {
  const value = yamlIn(text);
  const todos = listIn(value, "bodies").flatMap((body) => listIn(body, "todos"));
  const isNamed = todos.some((todo) => isObject(todo) && "issue" in todo);
  const own = isObject(value) ? Object.keys(value).filter((key) => !draftedKeys.includes(key)) : [];
  const agents = listIn(value, "bodies").some((body) => isObject(body) && "agent" in body) ? ["agent"] : [];
  return [...new Set([...own, ...agents, ...(isNamed ? ["issue"] : [])])].map((key) => ({
    code: "not-drafted",
    key,
  }));
};

const yamlIn = (text: string): unknown => {
  try {
    return parse(text, { logLevel: "silent" });
  } catch {
    return null;
  }
};

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const listIn = (value: unknown, key: string): readonly unknown[] => {
  const found = isObject(value) ? value[key] : null;
  return Array.isArray(found) ? found : [];
};

const sourceProblems = (answer: DraftAnswer, plan: Plan, lines: readonly string[]): DraftProblem[] => {
  const titles = new Map(todosOf(plan).map(({ id, title }) => [id, title]));
  const named = new Map<string, DraftAnswer["todos"][number]["lines"]>();
  for (const { todo, lines } of answer.todos) named.set(todo, [...(named.get(todo) ?? []), ...lines]);
  const unknown = [...named.keys()].filter((todo) => !titles.has(todo));
  return [
    ...unknown.map((todo): DraftProblem => ({ code: "no-todo", todo })),
    ...[...titles].flatMap(([todo, title]) => todoProblems({ todo, title }, named.get(todo) ?? [], lines)),
    ...answer.left.flatMap(({ line, end }) => [line, end].flatMap((one) => outOf(one, lines))),
  ];
};

const todoProblems = (
  { todo, title }: { todo: string; title: string },
  named: DraftAnswer["todos"][number]["lines"],
  lines: readonly string[],
): DraftProblem[] => {
  if (named.length === 0) return [{ code: "unsourced", todo }];
  const misquoted = named.flatMap(({ line, quote }): DraftProblem[] => {
    const said = lines[line - 1];
    if (said === undefined) return outOf(line, lines);
    const state = quoteIn(said, quote);
    if (state === "said") return [];
    return [
      { code: state === "too-short" ? "too-short" : "misquoted", todo, line, quote, said: said.trim() },
    ];
  });
  const whole = named.map(({ line }) => lines[line - 1] ?? "").join("\n");
  if (misquoted.length > 0 || isSaidBy(title, whole)) return misquoted;
  return [{ code: "invented", todo, title }];
};

const outOf = (line: number, lines: readonly string[]): DraftProblem[] =>
  line <= lines.length ? [] : [{ code: "no-line", line, last: lines.length }];

const unnamedIn = ({ todos, left }: DraftAnswer, lines: readonly string[]): Lines[] => {
  const named = new Set(todos.flatMap((one) => one.lines.map(({ line }) => line)));
  for (const { line, end } of left)
    for (let at = line; at <= Math.min(end, lines.length); at += 1) named.add(at);
  return runsOf(lines, named);
};

const accountOfDraft = ({ todos, left }: DraftAnswer, unnamed: readonly Lines[]): Accounted[] => {
  const said = todos.flatMap(({ todo, lines }) =>
    lines
      .map(({ line }) => line)
      .sort((a, b) => a - b)
      .map((line, at): Accounted => ({ line, end: line, fate: { to: at === 0 ? "todo" : "text", todo } })),
  );
  const rest = left.map(
    ({ line, end, why }): Accounted => ({ line, end, fate: { to: "left", why: "judged", what: why } }),
  );
  const open = unnamed.map((lines): Accounted => ({ ...lines, fate: { to: "left", why: "unnamed" } }));
  return [...said, ...rest, ...open].sort((a, b) => a.line - b.line || a.end - b.end);
};
