import { type Backlog, backlogOf, groupOf, type Left } from "../backlog.ts";
import { readDocument } from "../document.ts";
import { boxedIn } from "../reading/boxes.ts";
import { type DocumentReading, overAs, pointsIn, readingOf, taskOf } from "../reading/context.ts";
import { withNeeds } from "../reading/needs.ts";
import { type ImportSource, isInRanges } from "../source.ts";
import { documentOf } from "../tree/document.ts";
import { allIn, listsIn, type Section } from "../tree/tree.ts";
import type { Format } from "./format.ts";
import { type FrontMatter, fieldText, frontMatterOf, unusedLines } from "./front-matter.ts";

/** An epic as ccpm keeps it: the one list whose boxes name the tasks' own files or issues is its tasks. */
export const ccpm: Format = {
  name: "ccpm epic",
  read: ({ lines, name }) => {
    const front = frontMatterOf({ lines });
    if (!front || !("prd" in front.fields || "progress" in front.fields)) return null;
    const root = documentOf(lines.map((line, at) => (at < front.length ? "" : line)));
    const all = allIn(root).filter(isOfTasks);
    const [section] = all;
    if (!section) return null;
    if (all.length > 1) return phasedEpic(all, front, { lines, name });
    const reading = readingOf(root, lines);
    const { groups, left } = boxedIn(section.blocks, reading);
    const tasks = groups
      .flatMap((group) => group.tasks)
      .map((task) => ({ ...task, text: withoutFlag(task.text) }));
    const title = fieldText(front.fields.name) || name;
    const body = {
      title,
      tasks,
      stated: section.heading ? [section.heading] : [],
      line: section.line,
      end: section.end,
    };
    const beside = allIn(root).filter((one) => one !== section);
    return backlogOf({
      ...{ title, titled: front.lineOf("name"), prose: lines.join("\n") },
      left: [...unusedLines(front, ["name"]), ...left, ...beside.flatMap((one) => boxesIn(one, reading))],
      groups: withNeeds(tasks.length > 0 ? [groupOf(body)] : [], lines),
    });
  },
};

/** An epic whose tasks stand in several sections, such as phases: all else of it is beside them. */
const phasedEpic = (
  sections: readonly Section[],
  front: FrontMatter,
  { lines, name }: Pick<ImportSource, "lines" | "name">,
): Backlog => {
  const isOf = (line: number) => isInRanges(sections, line);
  const title = fieldText(front.fields.name) || name;
  const own = { lines: lines.map((line, at) => (isOf(at + 1) ? line : "")), name };
  const backlog = readDocument(own, { title: { text: title, at: front.lineOf("name") } });
  return { ...backlog, prose: lines.join("\n"), left: [...unusedLines(front, ["name"]), ...backlog.left] };
};

const flag = /\s*\(parallel:\s*(?:true|false)([^()]*)\)\s*$/i;

/** What a flag says besides stays: who depends on what. */
const withoutFlag = (text: string): string =>
  text.replace(flag, (_, rest: string) => {
    const said = rest.replace(/^[\s,;]+/, "");
    return said === "" ? "" : ` (${said})`;
  });

const isOfTasks = ({ blocks }: Section): boolean => {
  const points = listsIn(blocks).flatMap((list) => list.points);
  return (
    points.length > 0 &&
    points.every(
      ({ text, box }) => box !== null && (/^(?:\d{1,4}\.md|#\d{1,7})\b/.test(text) || flag.test(text)),
    )
  );
};

const boxesIn = ({ blocks }: Section, reading: DocumentReading): Left[] =>
  pointsIn(blocks)
    .filter(({ box }) => box !== null)
    .map((point) => overAs(taskOf(point, reading), "boxes-beside"));
