import { type Group, groupOf, type Left, type Task } from "../backlog.ts";
import type { Lines } from "../source.ts";
import { allIn, type Section } from "../tree/tree.ts";
import { isTitleOfRules } from "../words.ts";
import { boxesOfSections } from "./box-work.ts";
import { below, type Document, hasBoxes } from "./context.ts";
import type { SectionLabel } from "./labels.ts";
import { hasLists, introducedIn, plainListTasks } from "./lists.ts";
import { hasStates, rowsOfTables, workTables } from "./table-work.ts";
import { cleanTitle } from "./titles.ts";

/** What one of several who work beside each other is to do: all that stands below its name is its own. */
export const workerGroup = (
  { section, label }: { section: Section; label: SectionLabel },
  document: Document,
): { group: Group; left: readonly Left[] } => {
  const { lines } = document.reading;
  const sections = allIn(section);
  const { tasks, left } = workOf(sections, document);
  const heading = { line: section.heading?.line ?? section.line, end: section.heading?.end ?? section.line };
  const labels = sections.flatMap(({ blocks }) => introducedIn(blocks).flatMap((one) => one.label ?? []));
  const worktree = fieldIn(lines, section, /^[\s*-]*worktree\**\s*[:：]\**\s*(?<value>\S+)/i);
  const owns = fieldIn(lines, section, /^[\s*-]*(?:owns|files|paths)\**\s*[:：]\**\s*(?<value>.+)$/i);
  const named = [heading, ...labels, worktree?.at, owns?.at].filter((one) => one !== undefined);
  return {
    group: groupOf({
      name: label.name,
      title: cleanTitle(section.heading?.text ?? label.title),
      stated: named,
      worktree: worktree?.value.replace(/\/+$/, "").split("/").at(-1) ?? null,
      owns: owns?.value.split(/[,\s]+/).filter(Boolean) ?? [],
      after: afterIn([section.heading?.text ?? "", ...labels.map(({ text }) => text)]),
      ...{ tasks, line: section.line, end: section.end },
    }),
    left,
  };
};

const workOf = (
  sections: readonly Section[],
  { reading }: Document,
): { tasks: readonly Task[]; left: readonly Left[] } => {
  const boxed = sections.filter(({ blocks }) => hasBoxes(blocks));
  if (boxed.length > 0) {
    const { groups, left } = boxesOfSections(boxed, reading);
    return { tasks: groups.flatMap(({ tasks }) => tasks), left };
  }
  const tables = sections.flatMap((section) => workTables(section, false));
  if (tables.length > 0) {
    const rows = sections.map((section) =>
      rowsOfTables(section, workTables(section, false), hasStates(tables)),
    );
    return {
      tasks: rows.flatMap((one) => one.rows.map(({ task }) => task)),
      left: rows.flatMap(({ left }) => left),
    };
  }
  const listed = plainListTasks(sections, reading);
  const told = sections.slice(1).filter((section) => !hasLists(section) && isTold(section));
  const alone =
    listed.tasks.length === 0 && told.length === 0 && listed.left.length === 0 ? sections.slice(0, 1) : told;
  const more = alone.map(({ heading, line, end }): Task => {
    const from = (heading?.end ?? line) + 1;
    const text = cleanTitle(heading?.text ?? "");
    return {
      key: null,
      text,
      titled: true,
      details: below(reading.lines, from, end),
      from,
      needs: [],
      line,
      end,
    };
  });
  return { tasks: [...listed.tasks, ...more.filter(({ text }) => text !== "")], left: listed.left };
};

const isTold = ({ heading, blocks, parts }: Section): boolean =>
  parts.length === 0 && !isTitleOfRules(heading?.text ?? "") && blocks.some(({ kind }) => kind === "text");

const condition =
  /\bafter\s+(?<what>[^()]+?)(?:\s+(?:is|are))?\s*(?:complete[ds]?|done|finished|merged)?\s*\)?\s*$/i;

const afterIn = (texts: readonly string[]): string | null =>
  texts.map((text) => condition.exec(text)?.groups?.what).find(Boolean) ?? null;

const fieldIn = (
  lines: readonly string[],
  { line, end }: Lines,
  pattern: RegExp,
): { readonly value: string; readonly at: Lines } | undefined => {
  for (let at = line; at <= end; at += 1) {
    const value = pattern.exec(lines[at - 1] ?? "")?.groups?.value?.replaceAll("`", "");
    if (value !== undefined) return { value, at: { line: at, end: at } };
  }
  return undefined;
};
