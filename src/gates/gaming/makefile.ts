import type { ChangedLines, Line } from "../changed-lines.ts";
import { areWeaker } from "./commands.ts";
import { hunksOf } from "./hunks.ts";

/** Whether a Makefile runs less, goes on after what fails, or has other targets or another shell for what it ran. */
export const isWeakerMakefile = (file: ChangedLines, verify: readonly string[]): boolean => {
  const { added } = file;
  const deleted = hunksOf(file).flatMap((hunk) => withoutAside(hunk.deleted, { added, verify }));
  const kept = new Set(added.map(({ text }) => text.trim()));
  return (
    areWeaker(recipesIn(deleted), recipesIn(added)) ||
    deleted.some(({ text }) => target.test(text) && !kept.has(text.trim())) ||
    added.some(({ text }) =>
      /^\s+[@+]*-|^\s*(?:\.?SHELL\w*|MAKEFLAGS|\.IGNORE|\.SILENT|override)\b/.test(text),
    )
  );
};

const target = /^([\w./-]+)\s*:(?!=)/;

const recipesIn = (lines: readonly Line[]): string[] =>
  lines.flatMap(({ text }) => (/^\s+[@-]*[^\s#$]/.test(text) ? [text.replace(/^\s+[@-]*/, "")] : []));

/** Targets by which people publish, write documents or tidy up. */
const aside =
  /^(?:publish|release|tag|upload|deploy|docs?|help|clean|install|dist|package|serve|changelog)\b/;

/** The lines without the targets that check nothing, with their recipes, where the plan's commands do not ask for them. */
const withoutAside = (
  deleted: readonly Line[],
  { added, verify }: { added: readonly Line[]; verify: readonly string[] },
): Line[] => {
  const asked = new Set(verify.flatMap((command) => command.split(/[\s;&|]+/)));
  const needed = added.flatMap(({ text }) => (target.test(text) ? text.split(/[\s:]+/).slice(1) : []));
  let isAside = false;
  return deleted.filter(({ text }) => {
    const [, name] = target.exec(text) ?? [];
    if (name !== undefined) isAside = aside.test(name) && !asked.has(name) && !needed.includes(name);
    else if (!/^\s/.test(text) && text !== "") isAside = false;
    return !isAside;
  });
};
