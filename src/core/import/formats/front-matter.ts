import { parse } from "yaml";
import type { Left } from "../backlog.ts";
import type { ImportSource, Lines } from "../source.ts";

/** The fields between `---` lines before everything else. */
export interface FrontMatter {
  readonly fields: { readonly [name: string]: unknown };
  /** The lines that they take, `---` included. */
  readonly length: number;
  readonly lineOf: (name: string) => Lines;
}

/** The front matter of a document; `null` when it has none. */
export const frontMatterOf = ({ lines }: Pick<ImportSource, "lines">): FrontMatter | null => {
  if (lines[0]?.trimEnd() !== "---") return null;
  const end = lines.findIndex((line, at) => at > 0 && at < 400 && /^(?:---|\.\.\.)\s*$/.test(line));
  const inner = lines.slice(1, Math.max(1, end));
  if (end < 1 || !inner.every((line) => /^\s*$|^[\w-]+\s*:|^\s+|^-\s|^#/.test(line))) return null;
  const lineOf = (name: string) => {
    const at = inner.findIndex((line) => line.startsWith(`${name}:`)) + 2;
    return { line: at, end: at };
  };
  return { fields: fieldsOf(inner.join("\n")), length: end + 1, lineOf };
};

const fieldsOf = (text: string): { readonly [name: string]: unknown } => {
  try {
    const value: unknown = parse(text, { maxAliasCount: 0, logLevel: "silent" });
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
};

/** The lines of fields that nothing is made of. */
export const unusedLines = ({ length, lineOf }: FrontMatter, used: readonly string[]): Left[] => {
  const taken = new Set(used.map((name) => lineOf(name).line));
  return Array.from({ length }, (_, at) => at + 1)
    .filter((line) => !taken.has(line))
    .map((line) => ({ line, end: line, why: "field" }));
};

export const fieldText = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() : "";

export const fieldTexts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).map(fieldText).filter((text) => text !== "");
