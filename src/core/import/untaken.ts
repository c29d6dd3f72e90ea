import type { Accounted, Fate } from "./account.ts";
import { isOver } from "./backlog.ts";
import { fateText } from "./counts.ts";
import { isWorded, type Lines } from "./source.ts";

/** Why a line that a person took became no todo: what became of it instead, or that nothing is there. */
type UntakenWhy = Fate | "past-end" | "blank";

/** Lines that a person took and that became no todo. */
export interface Untaken extends Lines {
  readonly why: UntakenWhy;
}

/** What was taken in vain; in a range with a todo, what goes with that todo is not told. */
export const untakenIn = (
  taken: readonly Lines[],
  account: readonly Accounted[],
  lines: readonly string[],
): Untaken[] => taken.flatMap((range) => joined(vainIn(range, account, lines)));

const vainIn = (range: Lines, account: readonly Accounted[], lines: readonly string[]): Untaken[] => {
  const inside = account.filter(({ line, end }) => line <= range.end && range.line <= end);
  const made = new Set(
    inside.flatMap(({ line, fate }) => (line >= range.line && fate.to === "todo" ? [fate.todo] : [])),
  );
  const end = Math.min(range.end, lines.length);
  const vain = inside
    .filter(({ fate }) => !isMade(fate, made))
    .map((one) => ({
      line: Math.max(one.line, range.line),
      end: Math.min(one.end, end),
      why: one.fate,
    }));
  const isBlank =
    inside.length === 0 && range.line <= end && !lines.slice(range.line - 1, end).some(isWorded);
  const blank: Untaken[] = isBlank ? [{ line: range.line, end, why: "blank" }] : [];
  const from = Math.max(range.line, lines.length + 1);
  return [
    ...vain,
    ...blank,
    ...(from <= range.end ? [{ line: from, end: range.end, why: "past-end" as const }] : []),
  ];
};

const isMade = (fate: Fate, made: ReadonlySet<string>): boolean => {
  if (fate.to === "todo") return true;
  if (fate.to === "text" || fate.to === "branch") return made.has(fate.todo);
  if (fate.to !== "left") return made.size > 0;
  return made.size > 0 && (fate.why === "head" || fate.why === "group" || fate.why === "markup");
};

/** Lines that follow each other for the same reason are told as one. */
const joined = (all: readonly Untaken[]): Untaken[] => {
  const runs: Untaken[] = [];
  for (const one of all) {
    const last = runs.at(-1);
    if (last?.end === one.line - 1 && untakenText(last.why) === untakenText(one.why))
      runs.splice(-1, 1, { ...last, end: one.end });
    else runs.push(one);
  }
  return runs;
};

/** Why a line that was taken is no todo, in words. */
export const untakenText = (why: UntakenWhy): string => {
  if (why === "past-end") return "past the source's end";
  if (why === "blank") return "blank";
  if (why.to === "left" && (why.why === "prose" || why.why === "beside"))
    return "no point of a list and no row of a table (a paragraph is taken by itself)";
  const isDone = why.to === "left" && isOver(why.why);
  return `${fateText(why)}${isDone ? " (named alone, it is one all the same)" : ""}`;
};
