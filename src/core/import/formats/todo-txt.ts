import { groupBy } from "../../group.ts";
import type { Lines } from "../source.ts";
import type { Format } from "./format.ts";
import { backlogOfItems, textOfParts, type WorkItem } from "./records.ts";

/** A todo.txt: a task a line, its priority and dates in front, `+project`, `@context` and `key:value` anywhere in it. */
export const todoTxt: Format = {
  name: "todo.txt",
  read: (source) => {
    const lines = source.lines.flatMap((text, at) => (text.trim() === "" ? [] : [{ text, at: at + 1 }]));
    if (lines.length === 0 || !isTodoTxt(lines.map(({ text }) => text))) return null;
    const tasks = lines.map(({ text, at }) => taskIn(text, { line: at, end: at }));
    const ordered = tasks.toSorted((a, b) =>
      a.priority < b.priority ? -1 : Number(a.priority > b.priority),
    );
    const parts = groupBy(tasks, ({ fields }) => fields.get("p") ?? "");
    return backlogOfItems(
      ordered.map((task): WorkItem => itemOf(task, parts)),
      source,
      { title: source.name },
    );
  },
};

/** What only a todo.txt begins a line with. */
const begun = /^(?:\([A-Z]\) |x (?:\d{4}-\d\d-\d\d )?|\d{4}-\d\d-\d\d )\S/;
const tag = /(?:^|\s)[+@]\p{L}/u;
/** What other formats begin lines with. */
const foreign = /^(?:\s|#|>|\||[-*+] |\d+[.)] |<|[{[])/;

/** Whether each line can be a task, most have what tasks have, and one has what nothing else has. */
const isTodoTxt = (lines: readonly string[]): boolean =>
  !lines.some((line) => foreign.test(line)) &&
  lines.some((line) => begun.test(line) || /\s\+\p{L}/u.test(line)) &&
  lines.filter((line) => begun.test(line) || tag.test(line)).length * 2 > lines.length;

interface TodoLine extends Lines {
  readonly isDone: boolean;
  readonly priority: string;
  readonly words: string;
  readonly projects: readonly string[];
  readonly contexts: readonly string[];
  readonly fields: ReadonlyMap<string, string>;
}

/** Keys that tools for the format know; other words with a colon are words. */
const field =
  /^(?<key>id|p|dep|needs|after|blocks|due|t|threshold|start|rec|pri|est|effort|h|uuid|sup|completed):(?<value>[^:/].*)$/;
const tagged = /^[+@]\p{L}/u;

const taskIn = (text: string, at: Lines): TodoLine => {
  const [, mark, rest = ""] = /^(x |\([A-Z]\) )?(?:\d{4}-\d\d-\d\d ){0,2}(.*)$/s.exec(text.trim()) ?? [];
  const words = rest.split(/\s+/);
  const fields = new Map(
    words.flatMap((word) => {
      const { key, value } = field.exec(word)?.groups ?? {};
      return key !== undefined && value !== undefined ? [[key, value] as const] : [];
    }),
  );
  const tags = (sign: string) =>
    words.flatMap((word) => (tagged.test(word) && word.startsWith(sign) ? [word.slice(1)] : []));
  return {
    ...{ line: at.line, end: at.end, isDone: mark === "x ", fields },
    priority: mark?.startsWith("(") ? mark.charAt(1) : (fields.get("pri") ?? noPriority),
    words: said(words.filter((word) => !field.test(word))) || rest,
    ...{ projects: tags("+"), contexts: tags("@") },
  };
};

/** A task in words: tags around them are none, and one among them is but the word that it marks. */
const said = (words: readonly string[]): string => {
  const first = words.findIndex((word) => !tagged.test(word));
  const last = words.findLastIndex((word) => !tagged.test(word));
  return words
    .slice(Math.max(0, first), last + 1)
    .map((word) => (tagged.test(word) ? word.slice(1) : word))
    .join(" ");
};

/** Parts name their whole, which waits for them. */
const itemOf = (task: TodoLine, parts: ReadonlyMap<string, readonly TodoLine[]>): WorkItem => {
  const { line, end, words, fields, projects } = task;
  const id = fields.get("id");
  return {
    ...{ line, end, title: words, state: task.isDone ? "done" : "open", of: projects },
    key: id ?? null,
    text: textOfParts(["", words], ["", beside(task).join("\n")]),
    needs: [
      ...["dep", "needs", "after"].flatMap((key) => fields.get(key)?.split(",") ?? []),
      ...(id === undefined ? [] : (parts.get(id) ?? []).map(nameOf)),
    ],
  };
};

const nameOf = ({ fields, words }: TodoLine): string => fields.get("id") ?? words;

/** What a task says besides its words, as lines. */
const beside = ({ priority, contexts, projects, fields }: TodoLine): string[] =>
  [
    ["Priority", priority === noPriority ? "" : priority],
    ["Context", contexts.join(", ")],
    ["Also of", projects.slice(1).join(", ")],
    ["Due", fields.get("due") ?? ""],
  ].flatMap(([what, value]) => (value ? [`${what}: ${value}`] : []));

/** What comes after all letters. */
const noPriority = "[";
