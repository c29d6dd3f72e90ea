import type { Backlog, LeftWhy } from "./backlog.ts";
import type { PlanDraft } from "./draft.ts";
import { reasonsOf } from "./reasons.ts";
import { statedSettings } from "./settings.ts";
import { isWorded, type Lines } from "./source.ts";

/** What became of lines of a source. */
export type Fate =
  | { readonly to: "title" | "rule" }
  | { readonly to: "setting"; readonly key: string }
  | { readonly to: "body"; readonly body: string }
  | { readonly to: "todo" | "text" | "branch"; readonly todo: string }
  | { readonly to: "left"; readonly why: LeftWhy; readonly what?: string };

export interface Accounted extends Lines {
  readonly fate: Fate;
}

/** Every line of a source that says something, and what became of it, in the source's order. */
export const accountOf = (draft: PlanDraft, backlog: Backlog, lines: readonly string[]): Accounted[] => {
  const placed = placedIn(draft, backlog);
  const covered = new Set(placed.flatMap(numbers));
  const settings = backlog.prose === "" ? [] : statedSettings(lines).filter(({ line }) => !covered.has(line));
  const stated = settings.map(
    ({ key, line, end }): Accounted => ({ line, end, fate: { to: "setting", key } }),
  );
  const all = new Set([...covered, ...stated.flatMap(numbers)]);
  const why = backlog.prose === "" ? () => "markup" as const : reasonsOf(lines);
  const rest = runsOf(lines, all)
    .flatMap((run) => sameReason(run, why))
    .map(({ line, end }): Accounted => ({ line, end, fate: { to: "left", why: why(line) } }));
  return [...placed, ...stated, ...rest].sort((a, b) => a.line - b.line || a.end - b.end);
};

/** Lines as runs for the same reason each. */
const sameReason = ({ line, end }: Lines, why: (line: number) => LeftWhy): Lines[] => {
  const runs: Lines[] = [];
  for (let at = line; at <= end; at += 1) {
    const last = runs.at(-1);
    if (last && why(at) === why(last.line)) runs.splice(-1, 1, { line: last.line, end: at });
    else runs.push({ line: at, end: at });
  }
  return runs;
};

/** What has its place: a title, a rule, a body, a todo, or a reason why not. */
const placedIn = (draft: PlanDraft, { titled, left }: Backlog): Accounted[] => {
  const own = (lines: Lines, fate: Fate): Accounted => ({ line: lines.line, end: lines.end, fate });
  const todos = draft.bodies.flatMap((body) =>
    body.todos.flatMap(({ todo, lines, branch }) => [
      own({ line: lines.line, end: lines.line }, { to: "todo", todo }),
      ...(lines.end > lines.line
        ? [own({ line: lines.line + 1, end: lines.end }, { to: "text", todo })]
        : []),
      ...(branch ? [own(branch, { to: "branch", todo })] : []),
    ]),
  );
  return [
    ...(titled ? [own(titled, { to: "title" })] : []),
    ...draft.rules.map((rule) => own(rule, { to: "rule" })),
    ...draft.bodies.flatMap(({ body, stated }) => stated.map((lines) => own(lines, { to: "body", body }))),
    ...todos,
    ...left.map((one) => own(one, { to: "left", why: one.why, ...(one.what ? { what: one.what } : {}) })),
  ];
};

const numbers = ({ line, end }: Lines): number[] =>
  Array.from({ length: Math.max(0, end - line + 1) }, (_, at) => line + at);

/** Lines that follow each other and are not covered; those without a letter or digit say nothing at an end of them. */
export const runsOf = (lines: readonly string[], covered: ReadonlySet<number>): Lines[] => {
  const runs: Lines[] = [];
  let isOpen = false;
  for (const [at, text] of lines.entries()) {
    const line = at + 1;
    if (covered.has(line) || text.trim() === "") isOpen = false;
    if (covered.has(line) || !isWorded(text)) continue;
    const before = isOpen ? runs.pop() : undefined;
    runs.push({ line: before?.line ?? line, end: line });
    isOpen = true;
  }
  return runs;
};

/** What a plan keeps as a comment of what became nothing: not what is over, or what a tracker keeps beside. */
export const isKept = ({ fate }: Accounted): boolean => fate.to === "setting" || isComment(fate);

/** Whether nothing was made of lines but a comment of the plan. */
export const isComment = (fate: Fate): boolean => fate.to === "left" && commented.has(fate.why);

const commented: ReadonlySet<LeftWhy> = new Set([
  ...(["prose", "beside", "heading", "code", "quote", "hidden"] as const),
  ...(["boxes-beside", "judged", "unnamed"] as const),
]);
