import type { Lines } from "../source.ts";
import { stateOfWords } from "../states.ts";
import { plainWords } from "../tree/marks.ts";
import type { Section } from "../tree/tree.ts";
import type { Document } from "./context.ts";
import { labelOf, outlineOf } from "./labels.ts";

/** A title without its number, its marks, and what it says of a state. */
export const cleanTitle = (heading: string): string => {
  const text = plainWords(heading)
    .replace(/\s*\[[^\]]*\]\s*$/u, "")
    .replace(/\s*(?:\p{Extended_Pictographic}\ufe0f?[^\p{L}\p{N}]*)(?=$|[(（])/gu, " ")
    .replace(/\s*[(（]([^()（）]{1,40})[)）]\s*$/u, (whole, words: string) =>
      stateOfWords(words) ? "" : whole,
    )
    .replace(/\s*\p{Extended_Pictographic}\ufe0f?\s*[\p{Lu}\d ]{0,12}$/u, "")
    .trim();
  const bare = labelOf(text)?.title ?? outlineOf(text)?.title ?? text;
  return (
    bare
      .replace(/^[(（]([^()（）]*)[)）]$/u, "$1")
      .replace(/^\d{1,3}(?:\.\d{1,3})+\.?\s+(?=\S)/, "")
      .replace(/[:：]\s*$/, "")
      .trim() || text
  );
};

/** What a section is called, and where; the document's title where it has none of its own. */
export const titleOfSection = (
  { heading }: Section,
  { title, titled }: Document,
): { title: string; stated: Lines[] } => {
  if (heading === null || heading.line === titled?.line) return { title, stated: [] };
  return { title: cleanTitle(heading.text) || title, stated: [heading] };
};
