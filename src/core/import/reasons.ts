import type { LeftWhy } from "./backlog.ts";

/** Why each line of a document would be left out, by what it is where it stands. */
export const reasonsOf = (lines: readonly string[]): ((line: number) => LeftWhy) => {
  let fence: string | null = null;
  let isHidden = false;
  const reasons = lines.map((text): LeftWhy => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(text)?.[1] ?? null;
    const wasCode = fence !== null;
    if (mark !== null) fence = fence === null ? mark : mark.startsWith(fence) ? null : fence;
    if (wasCode || mark !== null) return "code";
    const wasHidden = isHidden;
    const [begins, ends] = [text.lastIndexOf("<!--"), text.lastIndexOf("-->")];
    if (begins >= 0 || ends >= 0) isHidden = begins > ends;
    if (wasHidden || /^\s*<!--/.test(text)) return "hidden";
    return plainly.find(([pattern]) => pattern.test(text))?.[1] ?? "prose";
  });
  return (line) => reasons[line - 1] ?? "prose";
};

const plainly: readonly (readonly [RegExp, LeftWhy])[] = [
  [/^\s{0,3}#{1,6}\s/, "heading"],
  [/^\s*>/, "quote"],
  [/^\s*(?:[-*+]\s|[•・|]|\d+[.)]\s)/, "beside"],
];
