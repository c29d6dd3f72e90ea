import type { Line } from "../changed-lines.ts";

/** Names that lines declare, as far as a light reading tells. */
export const declaredIn = (lines: readonly Line[]): ReadonlySet<string> => {
  const least = Math.min(
    ...lines.filter(({ text }) => text.trim() !== "").map(({ text }) => text.search(/\S/)),
  );
  const outer = lines.filter(({ text }) => text.search(/\S/) === least);
  return new Set(outer.flatMap(({ text }) => declaration.exec(text.slice(0, 500))?.[1] ?? []));
};

const declaration =
  /^\s*(?:(?:export|default|declare|public|private|protected|internal|static|final|abstract|async|unsafe|open|sealed|data|pub(?:\([^)]*\))?|const(?=\s+(?:enum|fn)))\s+)*(?:function\*?|class|const|let|var|type|interface|enum|namespace|def|fn|func|struct|trait|mod|module|record|object|val|static)\s+(?:\([^)]*\)\s*)?([A-Za-z_$][\w$]*)/;

/** All words of lines that may be names. */
export const wordsIn = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(lines.flatMap(({ text }) => text.slice(0, 2000).match(/[A-Za-z_$][\w$]*/g) ?? []));

/** What a line imports, where it does nothing else. */
export interface ImportedNames {
  readonly names: readonly string[];
  /** All names of the brackets that it stands in: without any of them these would be empty. */
  readonly list: readonly string[];
}

/** What lines import that do nothing else, by line number: such a line may come with the first that uses a name of it. */
export const importsIn = (path: string, lines: readonly Line[]): ReadonlyMap<number, ImportedNames> => {
  const found = new Map<number, ImportedNames>();
  for (let at = 0; at < lines.length; at += 1) {
    const list = listFrom(lines, at);
    const all = list.flatMap(({ names }) => names);
    for (const { number, names } of list)
      found.set(number, { names: names.length > 0 ? names : all, list: all });
    if (list.length > 0) at += list.length - 1;
    const { number = 0, text = "" } = lines[at] ?? {};
    const names = list.length > 0 ? [] : whole(path, text);
    if (names.length > 0) found.set(number, { names, list: names });
  }
  return found;
};

/** The lines of a list of names from its opening to its end, each with what it names; none where it is no such list. */
const listFrom = (
  lines: readonly Line[],
  from: number,
): readonly { readonly number: number; readonly names: readonly string[] }[] => {
  if (!opening.test(lines[from]?.text ?? "")) return [];
  const length = lines.slice(from + 1).findIndex(({ text }) => /^\s*[)}]/.test(text));
  const inside = lines.slice(from + 1, from + 1 + length).map(({ number, text }) => ({
    ...{ number, names: listed(text), text: withoutComment(text) },
  }));
  const isNames = length > 0 && inside.every(({ names, text }) => names.length > 0 || text.trim() === "");
  if (!isNames || inside.every(({ names }) => names.length === 0)) return [];
  const ends = [lines[from], lines[from + 1 + length]].map((line) => ({
    number: line?.number ?? 0,
    names: [],
  }));
  return [...ends.slice(0, 1), ...inside, ...ends.slice(1)];
};

/** `import {` or `from x import (`, the names below it, each in a line of its own. */
const opening =
  /^\s*(?:import\s+(?:type\s+)?(?:\w+\s*,\s*)?\{|from\s+[\w.]+\s+import\s+\()\s*(?:(?:#|\/\/).*)?$/;

const withoutComment = (text: string): string => text.replace(/\s*(?:#|\/\/).*$/, "");

const listed = (text: string): string[] => {
  const [, name, alias] =
    /^\s+(?:type\s+)?([A-Za-z_$][\w$]*)(?:\s+as\s+([A-Za-z_$][\w$]*))?\s*,?\s*$/.exec(withoutComment(text)) ??
    [];
  return name === undefined ? [] : [alias ?? name];
};

const whole = (path: string, text: string): string[] => {
  if (path.endsWith(".go")) return ofGo(text);
  const [, imported] = /^\s*(?:import|use|from)\s+(.*?)\s*;?\s*$/.exec(text) ?? [];
  if (imported === undefined || opening.test(text)) return [];
  const [, names] = /^(?:.*\bimport\s+)?(?:type\s+)?(.*?)(?:\s+from\s+["'].*)?$/.exec(imported) ?? [];
  if (names === undefined || /["'(]/.test(names)) return [];
  return names
    .split(/[,{}\s]+/)
    .flatMap((name) => name.split(/\.|::/).at(-1) ?? [])
    .filter((name) => /^\w/.test(name));
};

const ofGo = (text: string): string[] => {
  const [, alias, path] = /^\s*(?:import\s+)?(?:(\w+)\s+)?"([\w./~-]+)"\s*(?:\/\/.*)?$/.exec(text) ?? [];
  if (path === undefined || alias === "_") return [];
  const last =
    path
      .replace(/\/v\d+$/, "")
      .split("/")
      .at(-1) ?? path;
  return [alias ?? last.replace(/^go-|[-.].*$/g, "")];
};

/** Whether lines are nothing but what stands above a file's declarations. */
export const isHeader = (lines: readonly Line[]): boolean =>
  lines.every(({ text }) => text.trim() === "" || headerLine.test(text));

const headerLine =
  /^\s*(?:import\b|from\b|package\b|use\b|using\b|namespace\b.*;|#include\b|#!|\/\/|\/\*|\*|#|"""|"use strict"|'use strict'|[)}].*from\b|\)\s*$)/;
