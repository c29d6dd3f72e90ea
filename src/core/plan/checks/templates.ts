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

/** The plan's prompts that are broken, each placed where the plan file has it, whatever else is wrong with the plan. */
export const templates = (source: Source, text: string, check: CheckTemplate): PlanFinding[] =>
  (["implement", "fix", "review"] as const).flatMap((kind) => {
    const path = ["prompts", kind];
    const prompt = textAt(source.value, path);
    return [...oneWord(prompt, path), ...broken(kind, check(kind, prompt), { source, text })];
  });

const broken = (
  kind: string,
  problems: readonly TemplateProblem[],
  { source, text }: { readonly source: Source; readonly text: string },
): PlanFinding[] => {
  const path = ["prompts", kind];
  return problems.map((problem) => {
    const offset = inBlock(text, offsetOf(source, path), problem);
    const place = offset === null && problem.line > 1 ? ` (line ${problem.line} of the template)` : "";
    return {
      at: offset === null ? { path } : { offset },
      message: `the prompt \`${kind}\` is broken: ${problem.message}${place}`,
      expected: "the names and filters that docs/agents.md lists",
    };
  });
};

/** The text at a path; empty where something else is there, which is told as that. */
const textAt = (value: unknown, path: Path): string => {
  let here = value;
  for (const step of path) here = typeof here === "object" && here !== null ? Reflect.get(here, step) : null;
  return typeof here === "string" ? here : "";
};

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
