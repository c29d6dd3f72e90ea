import { cut, slugOf } from "../key.ts";
import type { BriefBody, BriefBranch, BriefItem } from "./brief.ts";

/** A todo as it goes into the plan file; what the prompt does not say is left out. */
export interface DraftTodo {
  readonly todo: string;
  readonly order?: string;
  readonly phase?: number;
  readonly title: string;
  readonly text: string;
  readonly needs?: readonly string[];
  /** The line of the prompt that it comes from. */
  readonly line: number;
}

/** The todos of a body: parts of what is to be split apart, and the branches' orders and names given to them. */
export const todosOf = (body: BriefBody, branches: readonly BriefBranch[]): DraftTodo[] => {
  const parts = body.items.filter(({ text }) => !arises.test(text)).flatMap(partsOf);
  const own = branches.filter((branch) => branch.body !== null && branch.body === body.name);
  return matched(parts, own).map(({ part, branch }) => ({
    ...part,
    ...(branch ? { todo: branch.slug, order: branch.order } : {}),
  }));
};

/** Kinds of follow-up that a body takes from everyone's reviews, such as "all testing-related todos from reviews". */
export const acceptsOf = ({ items }: BriefBody): string[] =>
  items.flatMap(({ text }) => {
    const kind = arises.exec(text)?.groups?.kind;
    return kind === undefined ? [] : [slugOf(kind)];
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
  const ids = named.map(({ name }) => slugOf(name));
  return named.map(({ order, name }, at) => {
    const before = ids[at - 1];
    return {
      todo: ids[at] ?? slugOf(name),
      order,
      title: cut(`${whole.title}, part ${at + 1} of ${named.length}: ${name}`, 256),
      text: `${item.text}\n\nThis is part ${at + 1} of ${named.length}: ${name}.`,
      ...(before === undefined ? {} : { needs: [before] }),
      line: item.line,
    };
  });
};

const phased = /^phase\s+(?<phase>\d{1,3})\s*[:.–-]\s*(?<rest>.+)$/i;
const moved = /\s*[–-]+\s*move[ds]?\s+to\s+phase\s+(?<phase>\d{1,3})\s*$/i;

const todoOf = ({ text, line }: BriefItem): DraftTodo => {
  const target = moved.exec(text)?.groups?.phase;
  const stated = phased.exec(text.replace(moved, ""))?.groups;
  const phase = Number(target ?? stated?.phase ?? 0);
  const title = titleOf(stated?.rest ?? text.replace(moved, ""));
  return { todo: shortSlug(title), ...(phase > 1 ? { phase } : {}), title, text, line };
};

/** A slug that ends with a whole word. */
const shortSlug = (title: string): string => {
  const slug = slugOf(title);
  const whole = slugOf(title, 200);
  return whole.length > slug.length && whole[slug.length] !== "-" ? slug.replace(/-[^-]*$/, "") : slug;
};

/** The part before a colon, unless that is just a number of a list ("PR 04"), or else the first sentence. */
const titleOf = (text: string): string => {
  const [head = "", ...rest] = text.split(/:\s+/);
  if (rest.length > 0 && head.length >= 8 && head.length <= 100 && !/\b(?:PR|part|step)\s*\d+$/i.test(head)) {
    return head;
  }
  return cut((text.split(/(?<=[.!?])\s/)[0] ?? text).replace(/[.\s]+$/, ""), 120);
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
  return renamed(parts.map((part) => ({ part, branch: taken.get(part) ?? null })));
};

/** A part that takes its branch's name is needed by that name. */
const renamed = (matches: readonly Match[]): Match[] => {
  const names = new Map(matches.map(({ part, branch }) => [part.todo, branch?.slug ?? part.todo]));
  return matches.map(({ part, branch }) => ({
    part: part.needs ? { ...part, needs: part.needs.map((need) => names.get(need) ?? need) } : part,
    branch,
  }));
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
