import type { Group, Task } from "../backlog.ts";
import { isWorded } from "../source.ts";
import { fieldOf, plainKey, tokens, waiting } from "./need-words.ts";
import { titledNeedsIn } from "./titled-needs.ts";

const apart =
  /(?<![\p{L}])(?:related|relates|see|siehe|ver|voir|refs?|reference|blocks|blocking|duplicates|part of|requirements?)(?![\p{L}])/iu;
/** The tasks of groups with what they say that they wait for: by fields, brackets, "depends on" and arrows. */
export const withNeeds = (groups: readonly Group[], lines: readonly string[]): Group[] => {
  const tasks = groups.flatMap((group) => group.tasks);
  const known = new Set(tasks.flatMap(({ key }) => (key === null ? [] : [plainKey(key)])));
  const titledIn = titledNeedsIn(tasks);
  const inTasks = new Set<number>();
  for (const { line, end } of tasks) for (let at = line; at <= end; at += 1) inTasks.add(at);
  const told = toldElsewhere(lines, { known, inTasks });
  const others = otherLabels(tasks, known);
  const needsOf = (task: Task): string[] => {
    const own = plainKey(task.key ?? task.text);
    const said = [task.text, ...task.details].flatMap((line) => [
      ...saidIn(line, known, others),
      ...titledIn(line, task),
    ]);
    const all = [...task.needs.map(plainKey), ...said, ...(told.get(own) ?? [])];
    return [...new Set(all)].filter((key) => key !== own);
  };
  return groups.map((group) => ({
    ...group,
    tasks: group.tasks.map((task) => ({ ...task, needs: needsOf(task) })),
  }));
};

/**
 * Labels of fields whose numbers are not those of tasks, though some look like it, such as the requirements of Kiro: they
 * name what there is none of, or a task itself.
 */
const otherLabels = (tasks: readonly Task[], known: ReadonlySet<string>): ReadonlySet<string> => {
  const others = new Set<string>();
  for (const task of tasks) {
    const own = plainKey(task.key ?? "");
    for (const line of task.details) {
      if (!/[:：].*\d/u.test(line)) continue;
      const [, label = "", value = ""] = fieldOf(line) ?? [];
      if (label === "" || value.length > 2000) continue;
      const named = (value.match(tokens) ?? []).map(plainKey);
      if (named.some((key) => key === own || (/^\d+(?:\.\d+)+$/.test(key) && !known.has(key))))
        others.add(labelKey(label));
    }
  }
  return others;
};

const labelKey = (label: string): string =>
  label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** What a line of a task says that it waits for. */
const saidIn = (line: string, known: ReadonlySet<string>, others: ReadonlySet<string>): string[] => {
  if (!/\d|\b\p{Lu}\b/u.test(line)) return [];
  const [, label = "", value = ""] = fieldOf(line) ?? [];
  if (waiting.test(label)) {
    const named = refsIn(value, known);
    return named.length > 0 ? named : countedIn(value, known);
  }
  if (label !== "" && others.has(labelKey(label))) return [];
  if (label !== "" && !apart.test(label) && isOnlyRefs(value, known))
    return distinctive(refsIn(value, known));
  const brackets = [...line.matchAll(/[(（]([^()（）]*)[)）]/gu)].map(([, inner = ""]) => inner);
  const bare = brackets.filter(
    (inner) => !apart.test(inner) && (waiting.test(inner) || isOnlyRefs(inner, known)),
  );
  const clause = waiting.exec(line);
  const after = clause ? line.slice(clause.index + clause[0].length) : "";
  const run =
    /^[^\p{L}\p{N}#]*(?:on |de |von |от )?((?:[^\p{L}\p{N}]*(?:and |und |y |et )?(?:\p{Lu}{1,10}-?\d+(?:\.\d+)*|\d+(?:\.\d+)+|#\d+))+)/u.exec(
      after,
    )?.[1];
  const alone = numbersAlone.exec(after)?.groups?.numbers ?? "";
  const said = run ?? alone;
  return [...bare.flatMap((inner) => distinctive(refsIn(inner, known))), ...refsIn(said, known)];
};

/** Numbers that are all that follows a word for waiting, up to the end of the line or of what it stands in. */
const numbersAlone =
  /^\s*(?:on|de|von|от)?\s*[:：]?\s*(?<numbers>\d{1,4}(?:\s*(?:,|&|and|und|y|et|и)\s*\d{1,4})*)\s*(?:[)）\],;]|$)/iu;

/** Steps that a field names by their numbers, whatever word it has for them. */
const countedIn = (value: string, known: ReadonlySet<string>): string[] => {
  const numbers = new Set(value.match(/(?<![\d.])\d{1,3}(?![\d.])/g) ?? []);
  if (numbers.size === 0) return [];
  return [...known].filter(
    (key) => /^\p{L}[^\d]* \d{1,3}$/u.test(key) && numbers.has(/\d+$/.exec(key)?.[0] ?? ""),
  );
};

/** Numbers alone may be anything. */
const distinctive = (keys: readonly string[]): string[] => keys.filter((key) => /\p{L}|\./u.test(key));

/** The known names that a text has, those of a range among them. */
export const refsIn = (text: string, known: ReadonlySet<string>): string[] => {
  const found = text.match(tokens) ?? [];
  return found
    .flatMap((token) => rangeOf(token))
    .map(plainKey)
    .map((key) => (known.has(key) ? key : key.replace(/^\p{L}+ (?=\d+\.)/u, "")))
    .filter((key) => known.has(key));
};

const rangeOf = (token: string): string[] => {
  const [, letters, first, others, last] = /^(\p{Lu}+-?)(\d+)\s*[-–—]\s*(\p{Lu}+-?)(\d+)$/u.exec(token) ?? [];
  if (letters === undefined || letters !== others || first === undefined || last === undefined)
    return [token];
  const [from, to] = [Number(first), Number(last)];
  if (to < from || to - from > 200) return [token];
  return Array.from(
    { length: to - from + 1 },
    (_, at) => `${letters}${String(from + at).padStart(first.length, "0")}`,
  );
};

const isOnlyRefs = (text: string, known: ReadonlySet<string>): boolean => {
  const found = (text.match(tokens) ?? []).filter((token) =>
    rangeOf(token).some((key) => known.has(plainKey(key))),
  );
  if (found.length === 0) return false;
  const rest = found.reduce((left, token) => left.replace(token, " "), text);
  return !isWorded(rest.replace(/(?<![\p{L}])(?:and|und|y|et|e|и)(?![\p{L}])|と|和|및/giu, " "));
};

/** `A → B`, and "B depends on A", outside of what is to be done itself. */
const toldElsewhere = (
  lines: readonly string[],
  { known, inTasks }: { known: ReadonlySet<string>; inTasks: ReadonlySet<number> },
): Map<string, string[]> => {
  const told = new Map<string, string[]>();
  const tell = (whose: readonly string[], needs: readonly string[]) => {
    for (const key of whose) told.set(key, [...(told.get(key) ?? []), ...needs]);
  };
  for (const [at, line] of lines.entries()) {
    if (inTasks.has(at + 1) || !/\d|\p{Lu}/u.test(line)) continue;
    const steps = line.split(/→|⇒|-{1,2}>|=>|➜|➡️?/u).map((step) => step.replace(/^\s*\|[^|]*\|/, "").trim());
    if (steps.length > 1 && steps.length < 100 && steps.every((step) => isOnlyRefs(step, known))) {
      for (let next = 1; next < steps.length; next += 1)
        tell(refsIn(steps[next] ?? "", known), refsIn(steps[next - 1] ?? "", known));
      continue;
    }
    const clause = waiting.exec(line);
    if (!clause) continue;
    const [before, after] = [line.slice(0, clause.index), line.slice(clause.index + clause[0].length)];
    // Where the word for waiting comes last: `T7はT5に依存`.
    const [first = "", last = ""] = before.split(/(?<=\d)\s*[は는은](?!\S*\d\S*[は는은])/u);
    const [whose, needs] = isWorded(after) || last === "" ? [before, after] : [first, last];
    if (isOnlyRefs(whose.replace(/^\s*[-*+]/, ""), known))
      tell(distinctive(refsIn(whose, known)), distinctive(refsIn(needs, known)));
  }
  return told;
};
