import { labelled, linesOf, type PromptLine } from "./lines.ts";

/** One point of a body's list, as the prompt has it. */
export interface BriefItem {
  readonly text: string;
  readonly line: number;
}

export interface BriefBody {
  /** What the prompt calls whoever works it, such as `3`; `null` when it has no such name. */
  readonly name: string | null;
  readonly title: string;
  readonly line: number;
  readonly worktree: string | null;
  readonly owns: readonly string[];
  /** What must be complete before it begins, in the prompt's words. */
  readonly after: string | null;
  readonly items: readonly BriefItem[];
  /** What the prompt says elsewhere that this body is only for. */
  readonly only: readonly string[];
}

/** A branch that the prompt names. */
export interface BriefBranch {
  readonly prefix: string;
  readonly order: string;
  readonly slug: string;
  /** The name of the body that it is for, and words about it. */
  readonly body: string | null;
  readonly words: string;
}

/** What a prompt says, before anything is made of it. */
export interface Brief {
  readonly title: string;
  readonly bodies: readonly BriefBody[];
  readonly branches: readonly BriefBranch[];
  readonly rules: readonly string[];
  readonly text: string;
}

/** Reads an orchestration prompt: who works on what, on which branches, by which rules. */
export const readBrief = (prompt: string): Brief => {
  const lines = linesOf(prompt);
  const sections = sectionsOf(lines);
  const named = sections.filter(({ heading }) => heading !== null && labelled.test(heading.text));
  const chosen = named.length > 0 ? named : sections.filter(isBacklog);
  const only = onlyOf(lines);
  return {
    title: titleOf(lines),
    bodies: chosen.flatMap((section) => bodyOf(section, only)),
    branches: lines.flatMap(branchOf),
    rules: sections.filter((section) => !chosen.includes(section)).flatMap(rulesOf),
    text: prompt,
  };
};

interface Section {
  readonly heading: PromptLine | null;
  readonly lines: PromptLine[];
}

const sectionsOf = (lines: readonly PromptLine[]): Section[] => {
  const sections: Section[] = [{ heading: null, lines: [] }];
  for (const line of lines) {
    if (line.role === "heading") sections.push({ heading: line, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
};

const titleOf = (lines: readonly PromptLine[]): string => {
  const first = lines.find(({ role }) => role === "heading" || role === "text")?.text ?? "";
  return first
    .replace(/\s*(?:orchestration\s+)?prompt[\s:.]*$/i, "")
    .replace(/[\s:.]+$/, "")
    .slice(0, 256);
};

const notWork =
  /\b(objectives?|goals?|overview|background|context|notes?|requirements?|rules?|gates?|criteria|scope|workflow|protocol|naming|ordering|isolation|principles?|guidelines?|steps?|review|setup|table of contents|condition)\b/i;

/** Without named bodies, each heading with a list of things to do is one. */
const isBacklog = ({ heading, lines }: Section): boolean =>
  heading !== null && !notWork.test(heading.text) && lines.some(({ role }) => role === "item");

/** Lists in a body that are not its todos. */
const besides = /\b(requirements?|rules?|criteria|gates?|setup|notes?|deliverables?|constraints?)\b/i;
const condition =
  /\bafter\s+(?<what>[^()]+?)(?:\s+(?:is|are))?\s*(?:complete[ds]?|done|finished|merged)?\s*\)?$/i;

const bodyOf = ({ heading, lines }: Section, only: ReadonlyMap<string, string[]>): BriefBody[] => {
  if (!heading) return [];
  const parts = labelled.exec(heading.text)?.groups;
  const name = parts?.name?.toUpperCase() ?? null;
  const labels = lines.filter(({ role }) => role === "label").map(({ text }) => text);
  const after = [heading.text, ...labels].map((text) => condition.exec(text)?.groups?.what).find(Boolean);
  return [
    {
      name,
      title: (parts?.title ?? heading.text).trim(),
      line: heading.line,
      worktree:
        fieldOf(lines, /^worktree\s*:\s*(?<value>\S+)/i)
          ?.replace(/\/+$/, "")
          .split("/")
          .at(-1) ?? null,
      owns: (fieldOf(lines, /^(?:owns|files|paths)\s*:\s*(?<value>.+)$/i) ?? "")
        .split(/[,\s]+/)
        .filter(Boolean),
      after: after ?? null,
      items: itemsOf(lines),
      only: only.get(name ?? "") ?? [],
    },
  ];
};

const fieldOf = (lines: readonly PromptLine[], pattern: RegExp): string | undefined =>
  lines
    .map(({ text }) => pattern.exec(text)?.groups?.value?.replaceAll("`", ""))
    .find((value) => value !== undefined);

const itemsOf = (lines: readonly PromptLine[]): BriefItem[] => {
  let label = "";
  return lines.flatMap(({ role, text, line }) => {
    if (role === "label") label = text;
    if (role !== "item" || besides.test(label) || branchPattern.test(text)) return [];
    return /^(?:worktree|owns|files|paths)\s*:/i.test(text) ? [] : [{ text, line }];
  });
};

/** Points such as "Agent 3: Only splitting todos", by the agent's name. */
const onlyOf = (lines: readonly PromptLine[]): Map<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const { role, text } of lines) {
    const { name, title } = labelled.exec(text)?.groups ?? {};
    if (role !== "item" || name === undefined || title === undefined) continue;
    found.set(name.toUpperCase(), [...(found.get(name.toUpperCase()) ?? []), title]);
  }
  return found;
};

const branchPattern =
  /^`?(?<prefix>[\w./-]*\/)(?<order>\d{2,6}[a-z]{1,3})-(?<slug>[a-z0-9][a-z0-9-]*)`?\s*(?:\((?<words>[^)]*)\))?/;

const branchOf = ({ text }: PromptLine): BriefBranch[] => {
  const { prefix, order, slug, words = "" } = branchPattern.exec(text)?.groups ?? {};
  if (prefix === undefined || order === undefined || slug === undefined) return [];
  const body = /\b(?:agent|body|team|stream|worker|lane|track)\s+(?<name>\d{1,3}|[A-Z])\b/i.exec(words)
    ?.groups?.name;
  return [{ prefix, order, slug, body: body?.toUpperCase() ?? null, words }];
};

const ruleLists =
  /\b(requirements?|rules?|gates?|review scope|compliance|principles?|guidelines?|must|always|never)\b/i;

/** Points under headings and labels that speak of rules. */
const rulesOf = ({ heading, lines }: Section): string[] => {
  let list = heading?.text ?? "";
  return lines.flatMap(({ role, text }) => {
    if (role === "label") list = text;
    const isRule =
      role === "item" && ruleLists.test(list) && !labelled.test(text) && !branchPattern.test(text);
    return isRule ? [text] : [];
  });
};
