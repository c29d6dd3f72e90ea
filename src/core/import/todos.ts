import { cut } from "../key.ts";
import { maxText } from "../plan/maxima.ts";
import { orderPattern } from "../plan/order.ts";
import type { Group, NamedBranch, Task } from "./backlog.ts";
import { slugIn, slugOfKey } from "./ids.ts";
import { withoutWaiting } from "./reading/titled-needs.ts";
import { type Lines, oneLine } from "./source.ts";

/** A todo as it goes into the plan file; what the prompt does not say is left out. */
export interface DraftTodo {
  readonly todo: string;
  readonly order?: string;
  readonly phase?: number;
  readonly title: string;
  readonly text: string;
  /** Ids of todos that must be done first. */
  readonly needs?: readonly string[];
  /** Whether it goes on from the todo before it. */
  readonly isNext?: boolean;
  /** Its words in the source, by which others may name it. */
  readonly words: string;
  /** What the source calls it, and keys of what it waits for. */
  readonly key: string | null;
  readonly waitsFor: readonly string[];
  /** The issue that it is. */
  readonly issue?: number;
  /** The branch that the prompt names for it. */
  readonly branch?: NamedBranch;
  /** The lines of the prompt that it has whole. */
  readonly lines: Lines;
}

/** The todos of a body: parts of what is to be split apart, and the branches' orders and names given to them. */
export const todosOf = (body: Group, branches: readonly NamedBranch[]): DraftTodo[] => {
  const parts = body.tasks.filter(({ text }) => !arises.test(text)).flatMap(partsOf);
  const own = branches.filter((branch) => branch.body !== null && branch.body === body.name);
  return matched(parts, own).map(({ part, branch }) => ({
    ...part,
    ...(branch ? { todo: branch.slug, order: branch.order, branch } : {}),
  }));
};

/** Kinds of follow-up that a body takes from everyone's reviews, such as "all testing-related todos from reviews". */
export const acceptsOf = ({ tasks }: Group): string[] =>
  tasks.flatMap(({ text }) => {
    const kind = arises.exec(text)?.groups?.kind;
    return kind === undefined ? [] : [slugIn(kind)];
  });

const arises =
  /^(?:all|any|every)\s+(?<kind>[\w-]+?)(?:[- ]related)?\s+(?:todos?|tasks?|issues?|work)\b.*\breviews?\b/i;

const partsOf = (item: Task): DraftTodo[] => {
  const listed = /\((?<list>[^()]*)\)/.exec(item.text)?.groups?.list ?? "";
  const named = [...listed.matchAll(namedOrder)].flatMap(({ groups: { order, name } = {} }) =>
    order && name ? [{ order, name: name.trim() }] : [],
  );
  if (named.length < 2) return [todoOf(item)];
  const whole = todoOf(item);
  return named.map(({ order, name }, at) => ({
    todo: slugIn(name),
    order,
    title: cut(`${whole.title}, part ${at + 1} of ${named.length}: ${name}`, 256),
    text: cut(`${whole.text}\n\nThis is part ${at + 1} of ${named.length}: ${name}.`, maxText),
    isNext: at > 0,
    ...{ lines: whole.lines, words: whole.words, key: whole.key, waitsFor: at > 0 ? [] : whole.waitsFor },
  }));
};

const namedOrder = new RegExp(`(?<order>\\b${orderPattern})(?![\\w.])[\\s:–-]+(?<name>[^,;]+)`, "g");

const phased = /^phase\s+(?<phase>\d{1,3})\s*[:.–-]\s*(?<rest>.+)$/i;
const moved = /\s*[–-]+\s*move[ds]?\s+to\s+phase\s+(?<phase>\d{1,3})\s*$/i;

const todoOf = (task: Task): DraftTodo => {
  const { key, text, titled, details, line, end, from, needs, issue } = task;
  const target = titled ? undefined : moved.exec(text)?.groups?.phase;
  const rest = titled ? text : text.replace(moved, "");
  const stated = titled ? undefined : phased.exec(rest)?.groups;
  const phase = Number(target ?? stated?.phase ?? 0);
  const title =
    (titled ? cut(oneLine(text), 256) : titleOf(withoutNeeds(stated?.rest ?? rest, needs))) || "Todo";
  const whole = textOf(task);
  return {
    ...{ todo: idOf(key, title), title, words: text, key, waitsFor: needs },
    ...(phase > 1 ? { phase } : {}),
    ...(issue === undefined ? {} : { issue }),
    text: cut(whole, maxText),
    // What was cut is not all there.
    lines: { line, end: whole.length > maxText && details.length > 0 ? Math.min(line, from - 1) : end },
  };
};

const textOf = ({ key, text, said, titled, details }: Task): string => {
  const below = details.join("\n");
  const named = said ?? (key === null || /^\d+$/.test(key) ? text : `${key} ${text}`);
  if (!titled) return below === "" ? named : `${named}\n\n${below}`;
  const from = key !== null && /^\p{L}[\p{L}\p{N}_.-]*\d+$/u.test(key) ? `From ${key}.` : "";
  return [below === "" ? text : below, from].filter(Boolean).join("\n\n");
};

/** An id of a title's words, after the name that the source has for it. */
const idOf = (key: string | null, title: string): string => {
  const slug = shortSlug(title);
  const hasWords = /[a-z]/i.test(title.normalize("NFKD"));
  if (key === null) return slug;
  if (!hasWords) return slugOfKey(key, slug);
  return /[a-z]/i.test(key) && key.length <= 16 && !title.startsWith(key)
    ? shortSlug(`${key} ${title}`)
    : slug;
};

/** Brackets at the end that only say what is waited for are no part of a title. */
const withoutNeeds = (text: string, needs: readonly string[]): string => {
  if (needs.length === 0) return text;
  const rest = text.replace(/\s*[(（]([^()（）]*)[)）]\s*$/u, (whole, inner: string) =>
    needs.some((key) => inner.toLowerCase().includes(key)) ? "" : whole,
  );
  return withoutWaiting(rest) || rest;
};

/** A slug that ends with a whole word. */
const shortSlug = (title: string): string => {
  const slug = slugIn(title);
  const whole = slugIn(title, 200);
  return whole.length > slug.length && whole[slug.length] !== "-" ? slug.replace(/-[^-]*$/, "") : slug;
};

/** The part before a colon, unless that is just a number of a list ("PR 04"), or else the first sentence. */
const titleOf = (said: string): string => {
  // A title shows no links.
  const text = said.replace(/\[([^\][]+)\]\([^()\s]+\)/g, "$1");
  // What stands in brackets ends neither.
  const outside = text.replace(/[(（][^()（）]*[)）]/gu, (inner) => "_".repeat(inner.length));
  const colon = outside.search(/:\s+|：/);
  const head = text.slice(0, Math.max(0, colon));
  if (head.length >= 8 && head.length <= 100 && !/\b(?:PR|part|step)\s*\d+$/i.test(head)) return head;
  const end = outside.search(/(?<=[.!?])\s|(?<=[。！？])/);
  const sentence = end < 0 ? text : text.slice(0, end);
  const short = cut(sentence.replace(/[.。:：\s]+$/u, ""), 120);
  return short === sentence ? short : short.replace(/(?<=\S)\s*[(（][^()（）]*(?=… )/u, "");
};

interface Match {
  readonly part: DraftTodo;
  readonly branch: NamedBranch | null;
}

/** Each branch belongs to the part of its order, or else to the one that it shares most words with. */
const matched = (parts: readonly DraftTodo[], branches: readonly NamedBranch[]): Match[] => {
  const taken = new Map<DraftTodo, NamedBranch>();
  for (const branch of branches) {
    const free = parts.filter((part) => !taken.has(part));
    const exact = free.find(({ order }) => order === branch.order);
    const rest = free.filter(({ order }) => order === undefined);
    const [best] = rest.sort((a, b) => likeness(b, branch) - likeness(a, branch));
    const part = exact ?? best;
    if (part) taken.set(part, branch);
  }
  return parts.map((part) => ({ part, branch: taken.get(part) ?? null }));
};

const likeness = ({ title, text }: DraftTodo, { slug, words }: NamedBranch): number => {
  const wanted = new Set(wordsOf(`${slug} ${words}`));
  return (
    wordsOf(title).filter((word) => wanted.has(word)).length * 2 +
    wordsOf(text).filter((word) => wanted.has(word)).length
  );
};

/** Words in their common beginnings, so that "fixes" is like "fix" and "isolation" like "isolate". */
const wordsOf = (text: string): string[] => [
  ...new Set(
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 2 && !["agent", "the", "and", "for"].includes(word))
      .map((word) => word.replace(/(?:ations?|ings?|ions?|es|s)$/, "")),
  ),
];
