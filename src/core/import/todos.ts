import { cut } from "../key.ts";
import { maxText } from "../plan/maxima.ts";
import type { BriefBody, BriefBranch } from "./brief.ts";
import { slugIn } from "./ids.ts";
import type { BriefItem } from "./item.ts";
import type { Lines } from "./lines.ts";

/** A todo as it goes into the plan file; what the prompt does not say is left out. */
export interface DraftTodo {
  readonly todo: string;
  readonly order?: string;
  readonly phase?: number;
  readonly title: string;
  readonly text: string;
  /** Whether it goes on from the todo before it. */
  readonly isNext?: boolean;
  /** The branch that the prompt names for it. */
  readonly branch?: BriefBranch;
  /** The lines of the prompt that it has whole. */
  readonly lines: Lines;
}

/** The todos of a body: parts of what is to be split apart, and the branches' orders and names given to them. */
export const todosOf = (body: BriefBody, branches: readonly BriefBranch[]): DraftTodo[] => {
  const parts = body.items.filter(({ text }) => !arises.test(text)).flatMap(partsOf);
  const own = branches.filter((branch) => branch.body !== null && branch.body === body.name);
  return matched(parts, own).map(({ part, branch }) => ({
    ...part,
    ...(branch ? { todo: branch.slug, order: branch.order, branch } : {}),
  }));
};

/** Kinds of follow-up that a body takes from everyone's reviews, such as "all testing-related todos from reviews". */
export const acceptsOf = ({ items }: BriefBody): string[] =>
  items.flatMap(({ text }) => {
    const kind = arises.exec(text)?.groups?.kind;
    return kind === undefined ? [] : [slugIn(kind)];
  });

const arises =
  /^(?:all|any|every)\s+(?<kind>[\w-]+?)(?:[- ]related)?\s+(?:todos?|tasks?|issues?|work)\b.*\breviews?\b/i;

const partsOf = (item: BriefItem): DraftTodo[] => {
  const listed = /\((?<list>[^()]*)\)/.exec(item.text)?.groups?.list ?? "";
  const named = [...listed.matchAll(/(?<order>\b\d{2,6}[a-z]{1,3}\b)[\s:–-]+(?<name>[^,;]+)/g)].flatMap(
    ({ groups: { order, name } = {} }) => (order && name ? [{ order, name: name.trim() }] : []),
  );
  if (named.length < 2) return [todoOf(item)];
  const whole = todoOf(item);
  return named.map(({ order, name }, at) => ({
    todo: slugIn(name),
    order,
    title: cut(`${whole.title}, part ${at + 1} of ${named.length}: ${name}`, 256),
    text: cut(`${whole.text}\n\nThis is part ${at + 1} of ${named.length}: ${name}.`, maxText),
    isNext: at > 0,
    lines: whole.lines,
  }));
};

const phased = /^phase\s+(?<phase>\d{1,3})\s*[:.–-]\s*(?<rest>.+)$/i;
const moved = /\s*[–-]+\s*move[ds]?\s+to\s+phase\s+(?<phase>\d{1,3})\s*$/i;

const todoOf = ({ text, details, line, end, from }: BriefItem): DraftTodo => {
  const target = moved.exec(text)?.groups?.phase;
  const stated = phased.exec(text.replace(moved, ""))?.groups;
  const phase = Number(target ?? stated?.phase ?? 0);
  const title = titleOf(stated?.rest ?? text.replace(moved, "")) || "Todo";
  const whole = details.length > 0 ? `${text}\n\n${details.join("\n")}` : text;
  return {
    ...{ todo: shortSlug(title), title },
    ...(phase > 1 ? { phase } : {}),
    text: cut(whole, maxText),
    // What was cut is not all there.
    lines: { line, end: whole.length > maxText ? Math.min(line, from - 1) : end },
  };
};

/** A slug that ends with a whole word. */
const shortSlug = (title: string): string => {
  const slug = slugIn(title);
  const whole = slugIn(title, 200);
  return whole.length > slug.length && whole[slug.length] !== "-" ? slug.replace(/-[^-]*$/, "") : slug;
};

/** The part before a colon, unless that is just a number of a list ("PR 04"), or else the first sentence. */
const titleOf = (text: string): string => {
  const [head = "", ...rest] = text.split(/:\s+|：\s*/);
  if (rest.length > 0 && head.length >= 8 && head.length <= 100 && !/\b(?:PR|part|step)\s*\d+$/i.test(head)) {
    return head;
  }
  return cut((text.split(/(?<=[.!?])\s|(?<=[。！？])/)[0] ?? text).replace(/[.。\s]+$/, ""), 120);
};

interface Match {
  readonly part: DraftTodo;
  readonly branch: BriefBranch | null;
}

/** Each branch belongs to the part of its order, or else to the one that it shares most words with. */
const matched = (parts: readonly DraftTodo[], branches: readonly BriefBranch[]): Match[] => {
  const taken = new Map<DraftTodo, BriefBranch>();
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

const likeness = ({ title, text }: DraftTodo, { slug, words }: BriefBranch): number => {
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
