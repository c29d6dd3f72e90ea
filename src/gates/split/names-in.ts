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

/** The names that a line alone imports, by line number: such a line may come with the first that uses one of them. */
export const importsIn = (path: string, lines: readonly Line[]): ReadonlyMap<number, readonly string[]> => {
  const found = new Map<number, readonly string[]>();
  let list = false;
  for (const { number, text } of lines) {
    const names = list ? listed(text) : whole(path, text);
    if (names.length > 0) found.set(number, names);
    if (!list) list = opening.test(text);
    else if (/^\s*[)}]/.test(text)) list = false;
  }
  return found;
};

/** `import {` or `from x import (`, the names below it, each in a line of its own. */
const opening = /^\s*(?:import\s+(?:type\s+)?(?:\w+\s*,\s*)?\{|from\s+[\w.]+\s+import\s+\()\s*$/;

const listed = (text: string): string[] => {
  const [, name, alias] =
    /^\s+(?:type\s+)?([A-Za-z_$][\w$]*)(?:\s+as\s+([A-Za-z_$][\w$]*))?\s*,?\s*$/.exec(text) ?? [];
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
