import { idSchema } from "../plan/schema.ts";
import type { Backlog, Group, NamedBranch, Rule } from "./backlog.ts";
import { type Document, readingOf } from "./reading/context.ts";
import { isWorker, labelOf } from "./reading/labels.ts";
import { branchPattern, introducedIn } from "./reading/lists.ts";
import { withNeeds } from "./reading/needs.ts";
import { workIn } from "./reading/work.ts";
import { type ImportSource, isInRanges, type Lines, replaceComments } from "./source.ts";
import { documentOf } from "./tree/document.ts";
import { isMark, plainWords } from "./tree/marks.ts";
import { allIn, type Heading, type ListPoint, type Section } from "./tree/tree.ts";
import { speaksOfRules } from "./words.ts";

/** What a document may be told before it is read. */
export interface DocumentOptions {
  /** The title where a field says it. */
  readonly title?: { readonly text: string; readonly at: Lines };
  /** How many of its first lines are fields. */
  readonly skip?: number;
  /** Lines that a person said are work. */
  readonly taken?: readonly Lines[];
}

/** Reads a document in Markdown, or in lines that stand for it: who works on what, in which order, by which rules. */
export const readDocument = (
  { lines, name }: Pick<ImportSource, "lines" | "name">,
  options: DocumentOptions = {},
): Backlog => {
  const shown = withoutComments(lines.map((line, at) => (at < (options.skip ?? 0) ? "" : untabbed(line))));
  const root = documentOf(shown);
  const { title, titled, heading } = titleOf(root, name, options);
  const reading = readingOf(root, lines);
  const { taken = [] } = options;
  const document: Document = {
    root,
    title,
    titled: heading,
    reading,
    taken,
    isTaken: (at) => isInRanges(taken, at),
  };
  const { groups, left, questions } = workIn(document);
  const worked = withNeeds(
    groups.filter(({ tasks }) => tasks.length > 0),
    shown,
  );
  const points = allIn(root).flatMap(({ blocks }) => introducedIn(blocks).flatMap(({ list }) => list.points));
  const only = onlyOf(points, groups);
  return {
    ...{ title, titled, left, questions },
    groups: worked.map((group) => ({ ...group, only: only.get(group.name ?? "") ?? [] })),
    rules: rulesOf(root, worked),
    branches: [
      ...points.map(({ text, line, from }) => ({ text, line, end: from - 1 })),
      ...linesOf(root),
    ].flatMap(branchOf),
    prose: lines.join("\n"),
  };
};

const untabbed = (line: string): string =>
  line.replace(/^[ \t]+/, (indent) => indent.replaceAll("\t", "    "));

/** Comments of HTML are no part of what is asked for; their lines stay as blank ones, so that numbers hold. */
const withoutComments = (lines: readonly string[]): string[] =>
  replaceComments(lines.join("\n"), (comment) => comment.replace(/[^\n]/g, "")).split("\n");

const titleOf = (
  root: Section,
  name: string,
  { title }: DocumentOptions,
): { title: string; titled: Lines | null; heading: Heading | null } => {
  const [first] = root.parts;
  const [before] = root.blocks;
  const isFirst =
    before === undefined || (first !== undefined && root.parts.length === 1 && first.heading?.level === 1);
  const isWhole =
    first?.heading &&
    (root.parts.length === 1 ||
      first.heading.level < (root.parts[1]?.heading?.level ?? 9) ||
      (first.parts.length === 0 && first.blocks.every(({ kind }) => kind === "text")));
  const isCounted = root.parts.length > 1 && labelOf(first?.heading?.text ?? "") !== null;
  const heading = isFirst && isWhole && !isCounted ? first.heading : null;
  if (title) return { title: shortTitle(title.text), titled: title.at, heading };
  if (heading) return { title: shortTitle(heading.text), titled: heading, heading };
  const said = before?.kind === "text" ? { text: before.texts[0] ?? "", line: before.line } : null;
  const short = shortTitle(said?.text ?? "");
  if (said && short !== "" && said.text.length <= 120)
    return { title: short, titled: { line: said.line, end: said.line }, heading };
  return { title: name || "Backlog", titled: null, heading };
};

const shortTitle = (text: string): string =>
  plainWords(text)
    .replace(/\s*(?:orchestration\s+)?prompt[\s:.]*$/i, "")
    .replace(/[\s:.]+$/, "")
    .slice(0, 256);

/** Points such as "Agent 3: Only splitting todos", by the agent's name. */
const onlyOf = (points: readonly ListPoint[], groups: readonly Group[]): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  const isTitle = (line: number) => groups.some((group) => group.line === line);
  for (const { text, line } of points) {
    const label = labelOf(text);
    if (!label || !isWorker(label) || isTitle(line) || label.title === text) continue;
    found.set(label.name, [...(found.get(label.name) ?? []), label.title]);
  }
  return found;
};

const linesOf = (root: Section): { text: string; line: number; end: number }[] =>
  allIn(root).flatMap(({ blocks }) =>
    blocks.flatMap((block) =>
      block.kind === "text"
        ? block.texts.map((text, at) => ({ text: text.trim(), line: block.line + at, end: block.line + at }))
        : [],
    ),
  );

const branchOf = ({ text, line, end }: Lines & { text: string }): NamedBranch[] => {
  const { prefix, order, slug = "", words = "" } = branchPattern.exec(text)?.groups ?? {};
  if (prefix === undefined || order === undefined || !idSchema.safeParse(slug).success) return [];
  const body = /\b(?:agent|body|team|stream|worker|lane|track)\s+(?<name>\d{1,3}|[A-Z])\b/i.exec(words)
    ?.groups?.name;
  return [{ prefix, order, slug, body: body?.toUpperCase() ?? null, words, line, end }];
};

/** Points under headings and labels that speak of rules, where they are no work: what has a box is none. */
const rulesOf = (root: Section, groups: readonly Group[]): Rule[] => {
  const taken = new Set(groups.flatMap(({ tasks }) => tasks.map(({ line }) => line)));
  const isInBody = (line: number) =>
    groups.length > 1 &&
    groups.some((group) => group.stated.length > 0 && group.line <= line && line <= group.end);
  return allIn(root).flatMap((section) =>
    introducedIn(section.blocks).flatMap(({ list, label }) => {
      if (!speaksOfRules(label?.text ?? section.heading?.text ?? "")) return [];
      return list.points.flatMap((point): Rule[] => {
        const isRule =
          !taken.has(point.line) &&
          (point.box === null || isMark(point.box)) &&
          !isInBody(point.line) &&
          labelOf(point.text) === null &&
          !branchPattern.test(point.text);
        return isRule && point.text !== ""
          ? [{ text: point.text, line: point.line, end: point.from - 1 }]
          : [];
      });
    }),
  );
};
