import type { BriefItem } from "./item.ts";
import { type Item, type Lines, labelled, linesOf, type PromptLine } from "./lines.ts";
import { allIn, type Section } from "./sections.ts";
import { isListOfWork, speaksBeside, speaksOfNoWork } from "./words.ts";

/** A part of a prompt that one agent is to work. */
export interface WorkSection extends Lines {
  readonly heading: string;
  /** Where its title stands, when it has one of its own. */
  readonly titled: Lines | null;
  readonly items: readonly BriefItem[];
  /** All its lines: what they say besides its items is read from them. */
  readonly lines: readonly PromptLine[];
}

/**
 * Finds who works on what: sections that name an agent by number or letter; without them, each section with a list of
 * things to do, or with sections that say one thing each; without those, the points of the one list that there is.
 */
export const worksOf = (root: Section, raw: readonly string[], title: string): WorkSection[] => {
  const named = allIn(root).filter(({ heading }) => heading !== null && labelled.test(heading.text));
  if (named.length > 0) return named.map((section) => namedWork(section, raw));
  const lists = allIn(root).filter(({ heading }) => heading !== null && isListOfWork(heading.text));
  const [only] = lists.length === 1 ? lists : [];
  const within = only ? worksIn(only, raw, title) : [];
  const works = within.length > 0 ? within : worksIn(root, raw, title);
  return works.flatMap((work) => split(work, raw, works.length === 1));
};

/** All that stands below an agent's name is its own: a section of it without a list is a thing to do, too. */
const namedWork = (section: Section, raw: readonly string[]): WorkSection => {
  const listed = [section, ...parts(section)].flatMap((part) => itemsOf(part.lines, part.heading?.text));
  const told = parts(section)
    .filter((part) => itemsOf(part.lines).length === 0 && isTold(part))
    .map((part) => itemOf(part, raw));
  const items = [...listed, ...told];
  const isProse = items.length === 0 && hasProse(section);
  return workOf(section, isProse ? [{ ...itemOf(section, raw), text: bodyTitle(section) }] : items);
};

const bodyTitle = ({ heading }: Section): string => {
  const text = heading?.text ?? "";
  return labelled.exec(text)?.groups?.title?.replace(/^\(([^()]*)\)$/, "$1") ?? text;
};

const parts = (section: Section): Section[] =>
  section.parts
    .filter(({ heading }) => !speaksBeside(heading?.text ?? "") && !labelled.test(heading?.text ?? ""))
    .flatMap((part) => [part, ...parts(part)]);

const worksIn = (section: Section, raw: readonly string[], title: string): WorkSection[] => {
  const isWhole = section.heading === null || section.heading.text === title;
  if (!isWhole && speaksOfNoWork(section.heading.text)) return [];
  const told = section.parts.filter(isTold);
  const areTold = told.length > 0 && told.length === section.parts.filter(isWork).length;
  const asTodos = () =>
    workOf(
      section,
      told.map((part) => itemOf(part, raw)),
    );
  if (!isWhole && areTold && told.some(({ lines }) => itemsOf(lines).length === 0)) return [asTodos()];
  const lists = section.parts.filter(({ heading }) => isListOfWork(heading?.text ?? ""));
  const named = section.parts.filter((part) => !lists.includes(part) || lists.length === 1);
  const deeper = named.flatMap((part) => worksIn(part, raw, title));
  const folded = lists.length === 1 ? [] : lists.flatMap(({ lines }) => itemsOf(lines));
  const own = [...itemsOf(section.lines), ...folded];
  if (deeper.length > 0) return own.length > 0 && !isWhole ? [workOf(section, own), ...deeper] : deeper;
  if (own.length > 0) return [workOf(section, own)];
  return told.length > 1 || (told.length > 0 && section.heading) ? [asTodos()] : [];
};

const workOf = (section: Section, items: readonly BriefItem[]): WorkSection => ({
  heading: section.heading?.text ?? "",
  titled: section.heading,
  items,
  lines: allIn(section).flatMap(({ lines }) => lines),
  line: section.line,
  end: section.end,
});

/** Whether a section says in prose what is to be done. */
const isTold = (section: Section): boolean => isWork(section) && hasProse(section);

const isWork = ({ heading }: Section): boolean => heading !== null && !speaksOfNoWork(heading.text);

const hasProse = ({ lines }: Section): boolean => lines.some(({ role }) => role === "text");

const itemOf = ({ heading, line, end }: Section, raw: readonly string[]): BriefItem => ({
  text: heading?.text ?? "",
  details: trimmed(raw.slice(line, end)),
  ...{ label: "", of: null, line, end, from: line + 1 },
});

const trimmed = (lines: readonly string[]): string[] => lines.join("\n").trim().split("\n");

/** What is to be done: points that are not ticked, under no title or label of something else. */
const itemsOf = (lines: readonly PromptLine[], title = ""): BriefItem[] => {
  let label = title;
  return lines.flatMap((line) => {
    if (line.role === "label") label = line.text;
    return isPoint(line) && isToDo(line) && !speaksBeside(label) ? [{ ...line, label }] : [];
  });
};

const isPoint = (line: PromptLine): line is Item => line.role === "item" || line.role === "row";

const isToDo = ({ text, ticked }: Item): boolean =>
  !ticked && !/^(?:worktree|owns|files|paths)\s*:/i.test(text) && !branchPattern.test(text);

/** A branch's name as prompts list them, and what they say of it. */
export const branchPattern =
  /^`?(?<prefix>[\w./-]*\/)(?<order>\d{2,6}[a-z]{1,3})-(?<slug>[a-z0-9][a-z0-9-]*)`?\s*(?:\((?<words>[^)]*)\))?/;

/**
 * Points that each name a body of their own: by a column of a table; and where all work is in one list, by the label
 * above them, by their own lists, or by an agent's name.
 */
const split = (work: WorkSection, raw: readonly string[], isOnly: boolean): WorkSection[] => {
  const { items } = work;
  if (items.some(({ of }) => of !== null)) return byName(work, ({ of }) => of ?? work.heading);
  if (!isOnly) return [work];
  const nested = items.map(({ from, end }) => (from > end ? [] : linesOf(raw, from - 1, end)));
  const own = nested.map((lines) => itemsOf(lines));
  if (items.length > 0 && own.every((one, at) => one.length > 0 || labelled.test(items[at]?.text ?? ""))) {
    return items.map((item, at) => ({
      heading: item.text.replace(/[:：]$/, ""),
      titled: { line: item.line, end: item.from - 1 },
      items: own[at]?.length ? own[at] : [item],
      lines: nested[at] ?? [],
      line: item.line,
      end: item.end,
    }));
  }
  const names = new Set(items.map(({ label }) => label));
  const areNames = names.size > 1 && ![...names].some((name) => name === "" || isListOfWork(name));
  return areNames ? byName(work, ({ label }) => label) : [work];
};

const byName = (work: WorkSection, nameOf: (item: BriefItem) => string): WorkSection[] => {
  const names = [...new Set(work.items.map(nameOf))];
  return names.map((heading) => {
    const items = work.items.filter((item) => nameOf(item) === heading);
    const titled = work.lines.find(({ role, text }) => role === "label" && text === heading) ?? null;
    const [first, last] = [items[0] ?? work, items.at(-1) ?? work];
    return { ...work, heading, titled, items, lines: [], line: first.line, end: last.end };
  });
};
