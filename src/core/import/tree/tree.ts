import type { Lines } from "../source.ts";

/** A title of what follows. */
export interface Heading extends Lines {
  readonly text: string;
  /** From 1 for the widest; titles without a mark are below all that have one. */
  readonly level: number;
}

/** One point of a list, with all that stands below it. */
export interface ListPoint extends Lines {
  readonly text: string;
  /** What its box holds; `null` when it has none. */
  readonly box: string | null;
  /** The line after its own words. */
  readonly from: number;
  readonly blocks: readonly Block[];
}

export interface List extends Lines {
  readonly kind: "list";
  readonly points: readonly ListPoint[];
}

export interface Table extends Lines {
  readonly kind: "table";
  readonly head: readonly string[];
  readonly rows: readonly (Lines & { readonly cells: readonly string[] })[];
}

/** A paragraph, line by line, or anything that is neither list nor table. */
export interface Prose extends Lines {
  readonly kind: "text" | "code";
  readonly texts: readonly string[];
}

export type Block = List | Table | Prose;

/** A title with what stands below it, and the sections that are parts of it. */
export interface Section extends Lines {
  /** `null` for the document as a whole. */
  readonly heading: Heading | null;
  /** Those before its first part. */
  readonly blocks: Block[];
  readonly parts: Section[];
}

/** The section and all within it, in the source's order. */
export const allIn = (section: Section): Section[] => {
  const found: Section[] = [];
  const visit = (one: Section): void => {
    found.push(one);
    for (const part of one.parts) visit(part);
  };
  visit(section);
  return found;
};

/** Lists of blocks, those in a list's own points not among them. */
export const listsIn = (blocks: readonly Block[]): List[] =>
  blocks.filter((block): block is List => block.kind === "list");

export const tablesIn = (blocks: readonly Block[]): Table[] =>
  blocks.filter((block): block is Table => block.kind === "table");

/** A document's blocks and headings as sections in sections, by the levels of the headings. */
export const sectionsOf = (parts: readonly (Heading | Block)[], end: number): Section => {
  const root: Section = { heading: null, blocks: [], parts: [], line: 1, end };
  const open: Section[] = [root];
  for (const part of parts) {
    if ("kind" in part) {
      open.at(-1)?.blocks.push(part);
      continue;
    }
    while ((open.at(-1)?.heading?.level ?? 0) >= part.level) open.pop();
    const section: Section = { heading: part, blocks: [], parts: [], line: part.line, end };
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
