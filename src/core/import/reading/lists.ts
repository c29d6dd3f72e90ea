import { orderPattern } from "../../plan/order.ts";
import type { Left, Task } from "../backlog.ts";
import type { Lines } from "../source.ts";
import { stateOfHeading, stateOfWords } from "../states.ts";
import { type Block, type List, type ListPoint, listsIn, type Section } from "../tree/tree.ts";
import { isTitleOfRules } from "../words.ts";
import { type DocumentReading, hasBoxes, overAs, sorted, taskOf } from "./context.ts";

/** A list with what introduces it, when something does. */
interface Introduced {
  readonly list: List;
  readonly label: (Lines & { readonly text: string }) | null;
}

/** The lists of blocks, each with the line ending in a colon that stands above it. */
export const introducedIn = (blocks: readonly Block[]): Introduced[] =>
  blocks.flatMap((list, at) => {
    if (list.kind !== "list") return [];
    const above = blocks[at - 1];
    const text = above?.kind === "text" ? (above.texts.at(-1)?.trim() ?? "") : "";
    const line = above?.end ?? 0;
    const isLabel = /[:：]\**$/.test(text);
    return [{ list, label: isLabel ? { text: text.replace(/[:：]\**$|^\**/g, ""), line, end: line } : null }];
  });

/** The points of sections' lists as todos, but for those that a title says are rules, and what names files or branches. */
export const plainListTasks = (
  sections: readonly Section[],
  reading: DocumentReading,
): { tasks: Task[]; left: Left[] } => {
  const found = sections.map((section) => {
    const title = section.heading?.text ?? "";
    const lists = introducedIn(section.blocks).filter(({ label }) => !isTitleOfRules(label?.text ?? title));
    const points = lists.flatMap(({ list }) => list.points).filter(isWork);
    const said = stateOfWords(title) ?? stateOfHeading(title);
    if (said !== null && said !== "open")
      return { tasks: [], left: points.map((point) => overAs(taskOf(point, reading), said)) };
    return sorted(points, reading);
  });
  return { tasks: found.flatMap(({ tasks }) => tasks), left: found.flatMap(({ left }) => left) };
};

/** Points of lists without boxes whose titles say that they are over, where the work is elsewhere. */
export const overBeside = (sections: readonly Section[], reading: DocumentReading): Left[] =>
  sections
    .filter(({ heading, blocks }) => isTitleOfOver(heading?.text ?? "") && !hasBoxes(blocks))
    .flatMap((section) => plainListTasks([section], reading).left);

/** Whether a title says that what stands below it is over. */
export const isTitleOfOver = (title: string): boolean =>
  (stateOfWords(title) ?? stateOfHeading(title) ?? "open") !== "open";

export const hasLists = ({ blocks }: Section): boolean => listsIn(blocks).length > 0;

/** A point that names a place or a branch says how, not what. */
const isWork = ({ text }: ListPoint): boolean =>
  !/^(?:worktree|owns|files|paths)\s*:/i.test(text) && !branchPattern.test(text);

/** A branch's name as prompts list them, and what they say of it. */
export const branchPattern = new RegExp(
  `^\`?(?<prefix>[\\w./-]*/)(?<order>${orderPattern})-(?<slug>[a-z0-9][a-z0-9-]*)\`?\\s*(?:\\((?<words>[^)]*)\\))?`,
);
