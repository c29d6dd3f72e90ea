import { backlogOf, groupOf, type Left } from "../backlog.ts";
import { boxedIn } from "../reading/boxes.ts";
import { leftAs, pointsIn, readingOf } from "../reading/context.ts";
import { withNeeds } from "../reading/needs.ts";
import { documentOf } from "../tree/document.ts";
import { allIn, listsIn, type Section } from "../tree/tree.ts";
import type { Format } from "./format.ts";
import { fieldText, frontMatterOf, unusedLines } from "./front-matter.ts";

/** An epic as ccpm keeps it: the one list whose boxes name the tasks' own files or issues is its tasks. */
export const ccpm: Format = {
  name: "ccpm epic",
  read: ({ lines, name }) => {
    const front = frontMatterOf({ lines });
    if (!front || !("prd" in front.fields || "progress" in front.fields)) return null;
    const root = documentOf(lines.map((line, at) => (at < front.length ? "" : line)));
    const section = allIn(root).find(isOfTasks);
    if (!section) return null;
    const { groups, left } = boxedIn(section.blocks, readingOf(root, lines));
    const tasks = groups
      .flatMap((group) => group.tasks)
      .map((task) => ({ ...task, text: task.text.replace(flag, "") }));
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
      left: [...unusedLines(front, ["name"]), ...left, ...beside.flatMap(boxesIn)],
      groups: withNeeds(tasks.length > 0 ? [groupOf(body)] : [], lines),
    });
  },
};

const flag = /\s*\(parallel:\s*(?:true|false)\)\s*$/i;

const isOfTasks = ({ blocks }: Section): boolean => {
  const points = listsIn(blocks).flatMap((list) => list.points);
  return (
    points.length > 0 &&
    points.every(({ text, box }) => box !== null && (/^\d{1,4}\.md\b/.test(text) || flag.test(text)))
  );
};

const boxesIn = ({ blocks }: Section): Left[] =>
  pointsIn(blocks)
    .filter(({ box }) => box !== null)
    .map((point) => leftAs(point, "boxes-beside"));
