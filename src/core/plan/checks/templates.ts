import type { Path, PlanFinding } from "../problem.ts";
import { offsetOf, type Source } from "../read/yaml.ts";
import type { PlanFile } from "../schema.ts";

/** What is wrong with a template; line and column count from 1 in the template's own text. */
export interface TemplateProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Checks a plan's own prompt template; its language is an edge's to know. */
export type CheckTemplate = (kind: keyof PlanFile["prompts"], text: string) => readonly TemplateProblem[];

/** The plan's prompts that are broken, each placed where the plan file has it. */
export const templates = (
  { prompts }: Pick<PlanFile, "prompts">,
  { source, text, check }: { source: Source; text: string; check: CheckTemplate },
): PlanFinding[] =>
  (["implement", "fix", "review"] as const).flatMap((kind) => [
    ...oneWord(prompts[kind] ?? "", ["prompts", kind]),
    ...check(kind, prompts[kind] ?? "").map((problem): PlanFinding => {
      const path = ["prompts", kind];
      const offset = inBlock(text, offsetOf(source, path), problem);
      const place = offset === null && problem.line > 1 ? ` (line ${problem.line} of the template)` : "";
      return {
        at: offset === null ? { path } : { offset },
        message: `the prompt \`${kind}\` is broken: ${problem.message}${place}`,
        expected: "the names and filters of docs/agents.md",
      };
    }),
  ]);

/** A template without a space is a file's name: agents would be told that and nothing else. */
const oneWord = (text: string, path: Path): PlanFinding[] =>
  /^[^\s{}]+$/.test(text.trim())
    ? [
        {
          at: { path },
          message: `\`${text.trim()}\` would be the whole prompt`,
          expected: `the template's text, such as a block that begins with \`${path.at(-1)}: |\``,
        },
      ]
    : [];

/** The place in the file of a place in a block scalar; `null` when the value is written in another style. */
const inBlock = (text: string, start: number, { line, column }: TemplateProblem): number | null => {
  if (text[start] !== "|" && text[start] !== ">") return null;
  const first = text.indexOf("\n", start) + 1;
  const lines = text.slice(first).split("\n");
  const indent = /^ */.exec(lines.find((one) => one.trim() !== "") ?? "")?.[0].length ?? 0;
  return lines.slice(0, line - 1).reduce((at, one) => at + one.length + 1, first) + indent + column - 1;
};
