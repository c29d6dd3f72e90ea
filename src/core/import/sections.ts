import type { Heading, Lines, PromptLine } from "./lines.ts";

/** A title with the lines below it, and the sections that are parts of it. */
export interface Section extends Lines {
  /** `null` for the prompt as a whole. */
  readonly heading: Heading | null;
  /** Those before its first part. */
  readonly lines: PromptLine[];
  readonly parts: Section[];
}

/** Lines as sections in sections, by the levels of their titles. */
export const sectionsOf = (lines: readonly PromptLine[], end: number): Section => {
  const root: Section = { heading: null, lines: [], parts: [], line: 1, end };
  const open: Section[] = [root];
  for (const line of lines) {
    if (line.role !== "heading") {
      open.at(-1)?.lines.push(line);
      continue;
    }
    while ((open.at(-1)?.heading?.level ?? 0) >= line.level) open.pop();
    const section: Section = { heading: line, lines: [], parts: [], line: line.line, end };
    open.at(-1)?.parts.push(section);
    open.push(section);
  }
  return ended(root, end);
};

/** Each section ends before the next one of its level begins. */
const ended = (section: Section, end: number): Section => ({
  ...section,
  end,
  parts: section.parts.map((part, at) => ended(part, (section.parts[at + 1]?.line ?? end + 1) - 1)),
});

/** The section and all within it, in the prompt's order. */
export const allIn = (section: Section): Section[] => [section, ...section.parts.flatMap(allIn)];
