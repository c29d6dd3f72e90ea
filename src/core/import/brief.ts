import { idSchema } from "../plan/schema.ts";
import { branchPattern, type WorkSection, worksOf } from "./bodies.ts";
import type { BriefItem } from "./item.ts";
import { type Lines, labelled, linesOf, type PromptLine } from "./lines.ts";
import { markdownLines } from "./markup.ts";
import { allIn, type Section, sectionsOf } from "./sections.ts";
import { isListOfWork, speaksOfRules } from "./words.ts";

export interface BriefBody extends Lines {
  /** What the prompt calls whoever works it, such as `3`; `null` when it has no such name. */
  readonly name: string | null;
  readonly title: string;
  /** Where its title, its worktree and its paths stand, and names of lists that say no more than that they are ones. */
  readonly stated: readonly Lines[];
  readonly worktree: string | null;
  readonly owns: readonly string[];
  /** What must be complete before it begins, in the prompt's words. */
  readonly after: string | null;
  readonly items: readonly BriefItem[];
  /** What the prompt says elsewhere that this body is only for. */
  readonly only: readonly string[];
}

/** A branch that the prompt names. */
export interface BriefBranch extends Lines {
  readonly prefix: string;
  readonly order: string;
  readonly slug: string;
  /** The name of the body that it is for, and words about it. */
  readonly body: string | null;
  readonly words: string;
}

/** A sentence that every change is held to. */
export interface BriefRule extends Lines {
  readonly text: string;
}

/** What a prompt says, before anything is made of it. */
export interface Brief {
  readonly title: string;
  /** Where the title stands; no line when the prompt has none. */
  readonly titled: Lines | null;
  readonly bodies: readonly BriefBody[];
  readonly branches: readonly BriefBranch[];
  readonly rules: readonly BriefRule[];
  readonly text: string;
  /** Lines that only say that todos follow. */
  readonly titles: ReadonlySet<number>;
  /** How many points in bodies are marked as done. */
  readonly ticked: number;
  /** The prompt line by line, whatever its markup, as Markdown. */
  readonly raw: readonly string[];
}

/** Reads an orchestration prompt: who works on what, on which branches, by which rules. */
export const readBrief = (prompt: string): Brief => {
  const raw = markdownLines(prompt);
  const front = frontMatter(raw);
  const lines = linesOf(withoutComments(raw), front.length);
  const { title, titled } = titleOf(lines, front);
  const root = sectionsOf(lines, raw.length);
  const works = worksOf(root, raw, lines.find(({ role }) => role === "heading") === titled ? title : "");
  const only = onlyOf(lines.filter(({ line }) => works.every((work) => work.line !== line)));
  return {
    ...{ title, titled, raw },
    titles: new Set(lines.filter((one, at) => isTitling(one, lines[at + 1])).map(({ line }) => line)),
    ticked: new Set(works.flatMap((work) => work.lines).filter((one) => "ticked" in one && one.ticked)).size,
    bodies: works.map((work) => bodyOf(work, title, only)),
    branches: lines.flatMap(branchOf),
    rules: allIn(root).flatMap(rulesOf).filter(isOutside(works)),
    text: raw.join("\n"),
  };
};

const isTitling = ({ role, text }: PromptLine, next: PromptLine | undefined): boolean =>
  (role === "heading" || role === "label") &&
  isListOfWork(text) &&
  (next?.role === "item" || next?.role === "row");

/** What stands between `---` lines before everything else, with them. */
const frontMatter = (raw: readonly string[]): string[] => {
  if (raw[0]?.trimEnd() !== "---") return [];
  const end = raw.findIndex((line, at) => at > 0 && /^(?:---|\.\.\.)\s*$/.test(line));
  const isFields = raw.slice(1, end).every((line) => /^\s*$|^[\w-]+\s*:|^\s+|^-\s/.test(line));
  return end > 0 && isFields ? raw.slice(0, end + 1) : [];
};

/** Comments of HTML are no part of what is asked for; their lines stay as blank ones, so that numbers hold. */
const withoutComments = (raw: readonly string[]): string[] =>
  raw
    .join("\n")
    .replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ""))
    .split("\n");

const titleOf = (
  lines: readonly PromptLine[],
  front: readonly string[],
): { title: string; titled: Lines | null } => {
  const stated = front.findIndex((line) => /^title\s*:/i.test(line));
  const first = lines.find(({ role }) => role === "heading" || role === "text");
  const text =
    stated < 0 ? (first?.text ?? "") : (front[stated] ?? "").replace(/^\w+\s*:\s*["']?|["']?$/g, "");
  const title = text.replace(/\s*(?:orchestration\s+)?prompt[\s:.]*$/i, "").replace(/[\s:.]+$/, "");
  const where = stated < 0 ? (first ?? null) : { line: stated + 1, end: stated + 1 };
  return { title: title.slice(0, 256), titled: title.length > 256 ? null : where };
};

const condition =
  /\bafter\s+(?<what>[^()]+?)(?:\s+(?:is|are))?\s*(?:complete[ds]?|done|finished|merged)?\s*\)?$/i;

const bodyOf = (work: WorkSection, whole: string, only: ReadonlyMap<string, string[]>): BriefBody => {
  const { heading, titled, lines, items } = work;
  const parts = labelled.exec(heading)?.groups;
  const name = parts?.name?.toUpperCase() ?? null;
  const labels = lines.filter(({ role }) => role === "label");
  const after = [heading, ...labels.map(({ text }) => text)]
    .map((text) => condition.exec(text)?.groups?.what)
    .find(Boolean);
  const worktree = fieldOf(lines, /^worktree\s*[:：]\s*(?<value>\S+)/i);
  const owns = fieldOf(lines, /^(?:owns|files|paths)\s*:\s*(?<value>.+)$/i);
  const named = [titled, worktree?.at, owns?.at, ...labels.filter(({ text }) => isListOfWork(text))];
  return {
    ...{ name, items, line: work.line, end: work.end },
    title: plainTitle(parts?.title ?? heading) || whole || "Backlog",
    stated: named.filter((lines) => lines !== null && lines !== undefined),
    worktree: worktree?.value.replace(/\/+$/, "").split("/").at(-1) ?? null,
    owns: owns?.value.split(/[,\s]+/).filter(Boolean) ?? [],
    after: after ?? null,
    only: only.get(name ?? "") ?? [],
  };
};

/** A title without its number, and without brackets around it all. */
const plainTitle = (text: string): string =>
  text
    .replace(/^\d{1,3}(?:\.\d{1,3})*[.)]?\s+(?=\S)/, "")
    .replace(/^\(([^()]*)\)$/, "$1")
    .trim()
    .slice(0, 256);

const fieldOf = (
  lines: readonly PromptLine[],
  pattern: RegExp,
): { readonly value: string; readonly at: Lines } | undefined => {
  const at = lines.find(({ text }) => pattern.test(text));
  const value = pattern.exec(at?.text ?? "")?.groups?.value?.replaceAll("`", "");
  return at === undefined || value === undefined ? undefined : { value, at };
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

const branchOf = ({ text, line, end }: PromptLine): BriefBranch[] => {
  const { prefix, order, slug = "", words = "" } = branchPattern.exec(text)?.groups ?? {};
  if (prefix === undefined || order === undefined || !idSchema.safeParse(slug).success) return [];
  const body = /\b(?:agent|body|team|stream|worker|lane|track)\s+(?<name>\d{1,3}|[A-Z])\b/i.exec(words)
    ?.groups?.name;
  return [{ prefix, order, slug, body: body?.toUpperCase() ?? null, words, line, end }];
};

/** Points under headings and labels that speak of rules. */
const rulesOf = ({ heading, lines }: Section): BriefRule[] => {
  let list = heading?.text ?? "";
  return lines.flatMap((one) => {
    const { role, text, line } = one;
    if (role === "label") list = text;
    const isRule =
      role === "item" && speaksOfRules(list) && !labelled.test(text) && !branchPattern.test(text);
    return isRule ? [{ text, line, end: one.from - 1 }] : [];
  });
};

/** What one of several bodies is held to is no rule of them all. */
const isOutside =
  (works: readonly WorkSection[]) =>
  ({ line }: BriefRule): boolean =>
    works.length === 1
      ? !works.some(({ items }) => items.some((item) => item.line === line))
      : !works.some((work) => work.line <= line && line <= work.end);
