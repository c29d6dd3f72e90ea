import { groupBy } from "../../group.ts";
import { allIn, listsIn, type Section, tablesIn } from "../tree/tree.ts";
import { isSameAgain } from "./again.ts";
import { type DocumentReading, hasBoxes } from "./context.ts";
import { isNamedWork, isWorker, labelOf, type SectionLabel } from "./labels.ts";
import { columnsOf } from "./tables.ts";

export interface SeriesMember {
  readonly section: Section;
  readonly label: SectionLabel;
  /** Its place among the others. */
  readonly step: number;
}

/** Sections that are counted by one word, such as phases, steps or agents. */
export interface Series {
  readonly word: string;
  readonly members: readonly SeriesMember[];
  /** What the work in it is: sections of people at work, boxes, rows, sections with the same fields, or just lists. */
  readonly kind: "workers" | "boxes" | "rows" | "records" | "plain";
  /** Sections of another series in those of this one. */
  readonly inner: readonly Section[];
}

const ranks = { workers: 4, boxes: 3, rows: 2, records: 1, plain: 0 };

/** The series that says what is to be done; `null` when none does. */
export const workSeriesIn = (root: Section, reading: DocumentReading): Series | null => {
  const all = seriesIn(root, reading);
  const [best] = all.sort((a, b) => ranks[b.kind] - ranks[a.kind] || b.members.length - a.members.length);
  if (!best) return null;
  const outer = all.find((one) => one.kind === best.kind && one !== best && one.members.some(isAround(best)));
  const first = outer ?? best;
  const inner = all.filter(
    (one) => one !== first && one.members.every(isWithin(first)) && !isAgain(one, first),
  );
  return { ...first, inner: inner.flatMap(({ members }) => members.map(({ section }) => section)) };
};

/** Whether sections in the members of a series have the same titles in each: steps that come again are no work. */
const isAgain = ({ members }: Series, outer: Series): boolean =>
  isSameAgain(
    outer.members.map(({ section }) =>
      members.filter((one) => holds(section, one.section)).map(({ label }) => label.title.toLowerCase()),
    ),
  );

const holds = (outer: Section, inner: Section): boolean => outer.line < inner.line && inner.end <= outer.end;

const isAround =
  (inner: Series) =>
  ({ section }: SeriesMember): boolean =>
    inner.members.some((one) => holds(section, one.section));

const isWithin =
  (outer: Series) =>
  ({ section }: SeriesMember): boolean =>
    outer.members.some((one) => holds(one.section, section));

const seriesIn = (root: Section, reading: DocumentReading): Series[] => {
  const labelled = allIn(root).flatMap((section) => {
    const label = labelOf(section.heading?.text ?? "");
    return label ? [{ section, label }] : [];
  });
  const wordOf = (heading: string, { word }: SectionLabel) => (isNamedWork(heading) ? "" : word);
  const byWord = groupBy(labelled, ({ section, label }) => wordOf(section.heading?.text ?? "", label));
  return [...byWord].flatMap(([word, counted]) => {
    const names = new Set(counted.map(({ label }) => label.name));
    const stepOf = stepsIn(counted.map(({ label }) => label));
    const all = counted.map((one) => ({ ...one, step: stepOf(one.label) }));
    const kind = kindOf(all, reading);
    const members = kind === "boxes" ? withoutMentions(all) : all;
    return names.size > 1 ? [{ word, members, kind, inner: [] }] : [];
  });
};

/** A section without work that another one of the same number has is but about that one. */
const withoutMentions = (members: readonly SeriesMember[]): SeriesMember[] => {
  const isBoxed = ({ section }: SeriesMember) => allIn(section).some(({ blocks }) => hasBoxes(blocks));
  const having = new Set(members.filter(isBoxed).map(({ label }) => label.name));
  return members.filter((one) => isBoxed(one) || !having.has(one.label.name));
};

/** The numbers of labels; where some have parts (`2.1`), each one's place among all. */
const stepsIn = (labels: readonly SectionLabel[]): ((label: SectionLabel) => number) => {
  if (!labels.some(({ name }) => name.includes("."))) return ({ number }) => number;
  const ranked = [...new Set(labels.map(({ name }) => name))].sort(byParts);
  return ({ name }) => ranked.indexOf(name) + 1;
};

const byParts = (a: string, b: string): number => {
  const [first, second] = [a, b].map((name) => name.split(".").map(Number));
  const at = first?.findIndex((part, index) => part !== (second?.[index] ?? -1)) ?? -1;
  return at < 0 ? a.length - b.length : (first?.[at] ?? 0) - (second?.[at] ?? -1);
};

const kindOf = (members: readonly SeriesMember[], reading: DocumentReading): Series["kind"] => {
  const sections = members.map(({ section }) => section);
  if (members.some(({ label }) => isWorker(label)) || havePlaces(sections, reading)) return "workers";
  if (sections.some((section) => allIn(section).some(({ blocks }) => hasBoxes(blocks)))) return "boxes";
  const isTabled = ({ blocks }: Section) => tablesIn(blocks).some((table) => columnsOf(table, true) !== null);
  if (sections.some((section) => allIn(section).some(isTabled))) return "rows";
  return areRecords(sections) ? "records" : "plain";
};

/** Whether each has a place of its own, as those have who work beside each other: a field whose value is a path. */
const havePlaces = (sections: readonly Section[], { lines }: DocumentReading): boolean => {
  const places = sections.map((section) =>
    lines
      .slice(section.line, section.end)
      .map((line) => /^[\s*-]*worktree\**\s*[:：]\**\s*`?(\S+)/iu.exec(line)?.[1])
      .find((place) => place !== undefined),
  );
  return places.every((place) => place !== undefined) && new Set(places).size === places.length;
};

/** Whether the lists of sections are fields: names before colons, the same ones in several. */
export const areRecords = (sections: readonly Section[]): boolean => {
  const fields = sections.map((section) =>
    allIn(section).flatMap(({ blocks }) =>
      listsIn(blocks).flatMap(({ points }) => points.map(({ text }) => fieldOf(text))),
    ),
  );
  const counts = new Map<string, number>();
  for (const names of fields)
    for (const name of new Set(names)) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  const all = fields.flat();
  const shared = all.filter((name) => name !== null && (counts.get(name) ?? 0) > 1);
  return sections.length > 1 && shared.length * 2 > all.length;
};

/** The name of a field: what stands before the first colon of a point, when it is short. */
const fieldOf = (text: string): string | null =>
  /^([^:：.]{1,40})[:：]\s*\S/u.exec(text)?.[1]?.trim().toLowerCase() ?? null;
