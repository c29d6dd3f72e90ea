import type { ElementContent } from "hast";
import { common, createLowlight } from "lowlight";

/** A piece of code of one colour; `kind` is highlight.js's class, or nothing. */
interface CodePiece {
  readonly text: string;
  readonly kind: string;
}

const lowlight = createLowlight(common);

/** Longest text that is coloured, in characters: what a program wrote is often longer, and nobody reads it. */
const longest = 300_000;

const byName: Readonly<Record<string, string>> = {
  dockerfile: "bash",
  makefile: "makefile",
  jsonc: "json",
  cjs: "js",
  mjs: "js",
  cts: "ts",
  mts: "ts",
};

/** The language of a file, by its name; `null` for one that is not known. */
export const languageOf = (path: string): string | null => {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const ending = name.slice(name.lastIndexOf(".") + 1);
  const language = byName[ending] ?? ending;
  return lowlight.registered(language) ? language : null;
};

/** Code line by line, in pieces of one colour each. */
export const codeLines = (text: string, language: string | null): CodePiece[][] => {
  const lines: CodePiece[][] = [[]];
  const add = (part: string, kind: string): void => {
    for (const [index, line] of part.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (line !== "") lines.at(-1)?.push({ text: line, kind });
    }
  };
  const walk = (nodes: readonly ElementContent[], kind: string): void => {
    for (const node of nodes) {
      if (node.type === "text") add(node.value, kind);
      if (node.type === "element") walk(node.children, classOf(node.properties.className) || kind);
    }
  };
  const isColoured = language !== null && text.length <= longest && lowlight.registered(language);
  if (isColoured) walk(lowlight.highlight(language, text).children as ElementContent[], "");
  else add(text, "");
  if (lines.length > 1 && lines.at(-1)?.length === 0) lines.pop();
  return lines;
};

const classOf = (names: unknown): string =>
  Array.isArray(names) ? names.filter((name) => /^hljs-/.test(String(name))).join(" ") : "";
