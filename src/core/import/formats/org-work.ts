import { type Backlog, backlogOf, type Group, groupOf, type Left, type Task } from "../backlog.ts";
import type { DocumentOptions } from "../document.ts";
import { below, leftAs } from "../reading/context.ts";
import { withNeeds } from "../reading/needs.ts";
import type { ImportSource, Lines } from "../source.ts";
import type { WorkState } from "../states.ts";

interface Headline extends Lines {
  readonly level: number;
  readonly keyword: string | null;
  readonly title: string;
  /** Where what stands below it ends, before the next headline. */
  readonly own: number;
}

/** Headlines with keywords as todos, or else those without others below; those of one headline are together. */
export const orgWork = ({ lines, name }: ImportSource, { title }: DocumentOptions): Backlog => {
  const done = orgKeywords(lines);
  const headlines = headlinesIn(lines, done);
  const left: Left[] = [];
  const groups = new Map<
    number,
    { title: string; stated: Lines[]; tasks: Task[]; line: number; end: number }
  >();
  const named = title?.text ?? name;
  const areKept = headlines.some(({ keyword }) => keyword !== null);
  for (const [at, headline] of headlines.entries()) {
    const state = areKept ? stateOf(headline, done) : headline.own === headline.end ? "open" : null;
    const above = aboveOf(headlines, at);
    const task = { task: taskOf(headline, lines), of: above?.title ?? named };
    if (state === null) {
      if (areKept && headline.own === headline.end)
        left.push({ line: headline.line, end: lastWorded(lines, headline), why: "beside", ...task });
      continue;
    }
    if (state !== "open") {
      left.push({ line: headline.line, end: headline.own, why: state, what: headline.title, ...task });
      continue;
    }
    const key = above?.line ?? 0;
    const whole = above ?? { title: named, line: 1, end: lines.length };
    const group = groups.get(key) ?? {
      title: above?.title ?? named,
      stated: above ? [leftAs({ line: above.line, end: above.line }, "group")] : [],
      tasks: [],
      line: whole.line,
      end: whole.end,
    };
    groups.set(key, group);
    group.tasks.push(task.task);
  }
  const found = [...groups.values()].map(
    (group): Group => groupOf({ ...group, stated: group.stated.map(({ line, end }) => ({ line, end })) }),
  );
  return backlogOf({
    title: named,
    titled: title?.at ?? null,
    left,
    groups: withNeeds(found, lines),
    prose: lines.join("\n"),
  });
};

/** The words after `|` in `#+TODO: A B | C` say that something is done. */
export const orgKeywords = (lines: readonly string[]): Map<string, WorkState> => {
  const known = new Map<string, WorkState>([
    ...["TODO", "NEXT", "WAITING", "STARTED", "HOLD", "SOMEDAY"].map((word) => [word, "open"] as const),
    ...["DONE", "CLOSED"].map((word) => [word, "done"] as const),
    ...["CANCELLED", "CANCELED", "KILL"].map((word) => [word, "cancelled"] as const),
  ]);
  for (const line of lines) {
    const [, words] = /^#\+(?:SEQ_|TYP_)?TODO:\s*(.*)$/i.exec(line) ?? [];
    if (words === undefined) continue;
    const [open = "", over = ""] = words.includes("|") ? words.split("|") : [words, ""];
    for (const word of open.trim().split(/\s+/)) known.set(word.replace(/\(.*$/, ""), "open");
    for (const word of over.trim().split(/\s+/))
      if (word) known.set(word.replace(/\(.*$/, ""), known.get(word) ?? "done");
  }
  return known;
};

const headlinesIn = (lines: readonly string[], keywords: ReadonlyMap<string, WorkState>): Headline[] => {
  const starts = lines.flatMap((line, at) => (/^\*+ \S/.test(line) ? [at + 1] : []));
  const levels = starts.map((line) => /^\*+/.exec(lines[line - 1] ?? "")?.[0].length ?? 1);
  const ends = endsOf(starts, levels, lines.length);
  return starts.map((line, index) => {
    const text = (lines[line - 1] ?? "").replace(/^\*+ /, "").replace(/\s+/g, " ").trim();
    const [, word = "", rest] = /^(\S+)\s+(.*)$/.exec(text) ?? [];
    const isKeyword = keywords.has(word);
    const title = (isKeyword ? (rest ?? "") : text)
      .replace(/^\[#[A-Z0-9]\]\s*/, "")
      .replace(/\s+:[\w@:]+:\s*$/, "")
      .replace(/\s*\[\d+(?:\/\d+|%)\]\s*$/, "")
      .trim();
    const own = (starts[index + 1] ?? lines.length + 1) - 1;
    return {
      line,
      end: ends[index] ?? lines.length,
      level: levels[index] ?? 1,
      keyword: isKeyword ? word : null,
      title,
      own,
    };
  });
};

/** Where each headline's part ends: before the next of its level or above. */
const endsOf = (starts: readonly number[], levels: readonly number[], last: number): number[] => {
  const ends = starts.map(() => last);
  const open: number[] = [];
  for (const [at, start] of starts.entries()) {
    while (open.length > 0 && (levels[open.at(-1) ?? 0] ?? 0) >= (levels[at] ?? 0))
      ends[open.pop() ?? 0] = start - 1;
    open.push(at);
  }
  return ends;
};

const stateOf = ({ keyword, title }: Headline, keywords: ReadonlyMap<string, WorkState>): WorkState | null =>
  keyword === null || title === "" ? null : (keywords.get(keyword) ?? "open");

/** The nearest headline above without a keyword. */
const aboveOf = (headlines: readonly Headline[], at: number): Headline | null => {
  let level = headlines[at]?.level ?? 1;
  for (let index = at - 1; index >= 0; index -= 1) {
    const one = headlines[index];
    if (!one || one.level >= level) continue;
    if (one.keyword === null) return one;
    level = one.level;
  }
  return null;
};

/** The last line of a headline's own that says something. */
const lastWorded = (lines: readonly string[], { line, own }: Headline): number => {
  let end = own;
  while (end > line && (lines[end - 1] ?? "").trim() === "") end -= 1;
  return end;
};

const taskOf = ({ line, own, title }: Headline, lines: readonly string[]): Task => ({
  ...{
    key: null,
    text: title,
    titled: true,
    details: below(lines, line + 1, own),
    from: line + 1,
    needs: [],
  },
  ...{ line, end: own },
});
