import type { Sample } from "../sample.ts";
import type { ContentRule } from "./rule.ts";

const extensions = [".ps", ".eps", ".pfa"];

/** Whether three neighbouring lines hold the operator that stands before a font in hexadecimal digits. */
export const holdsFont = (lines: readonly string[]): boolean => {
  if (!lines.some((line) => line.includes("currentfile eexec") || line.includes("/sfnts"))) return false;
  return /(^|\n)\s*(currentfile eexec\s|\/sfnts\s+\[\s<)/.test(lines.join("\n"));
};

const hasProgramAsCreator = ({ head }: Sample): boolean => {
  const creator = head.slice(0, 10).find((line) => line.startsWith("%%Creator: "));
  if (creator === undefined) return false;
  const isEagle = head.slice(0, 5).some((line) => line.startsWith("%%Title: EAGLE Drawing "));
  return programs.test(creator) || (creator.includes("EAGLE") && isEagle);
};

/** A font that a converter embedded, or a `%%Creator` that is a program, wherever it gives its version or is known. */
export const postScript: readonly ContentRule[] = [
  {
    reason: "PostScript with a converted font",
    extensions,
    needs: { lines: 1, whole: true, font: true },
    holds: ({ font }) => font,
  },
  {
    reason: "PostScript whose creator is a program",
    extensions,
    needs: { lines: 10, whole: false },
    holds: hasProgramAsCreator,
  },
];

const programs =
  /[0-9]|draw|mpage|ImageMagick|inkscape|MATLAB|PCBNEW|pnmtops|\(Unknown\)|Serif Affinity|Filterimage -tops/;
