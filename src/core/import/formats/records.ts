import { type Backlog, backlogOf, type Group, groupOf, type Left, type Task } from "../backlog.ts";
import { withNeeds } from "../reading/needs.ts";
import { type ImportSource, type Lines, trimmedLines } from "../source.ts";
import { stateOfWords, type WorkState } from "../states.ts";

/** One piece of work of a tracker. */
export interface WorkItem extends Lines {
  readonly key: string | null;
  readonly title: string;
  /** Its description, in Markdown. */
  readonly text: string;
  readonly state: WorkState;
  /** Names of what it is a part of, the most fitting first. */
  readonly of: readonly string[];
  /** Keys of what it waits for. */
  readonly needs: readonly string[];
  /** The key of what it is a part of. */
  readonly parent?: string;
  /** Whether it is but a name for what is part of it. */
  readonly isGroup?: boolean;
  readonly issue?: number;
}

interface Around {
  readonly title: string;
  readonly left?: readonly Left[];
  readonly prefix?: string;
  /** Names of groups that are worked one after the other. */
  readonly steps?: readonly string[];
}

/** Pieces of work of a tracker as a backlog: what is done is left, what is a part of the same thing is together. */
export const backlogOfItems = (
  items: readonly WorkItem[],
  { lines }: ImportSource,
  around: Around,
): Backlog | null => {
  if (items.length === 0) return null;
  const byKey = new Map(items.flatMap((item) => (item.key === null ? [] : [[item.key, item]])));
  const parents = new Set(items.flatMap(({ parent, of }) => [...(parent ? [parent] : []), ...of]));
  const isTitle = (item: WorkItem) =>
    item.isGroup === true && (parents.has(item.key ?? "") || parents.has(item.title));
  const left: Left[] = [...(around.left ?? [])];
  const named = new Map<string, { tasks: Task[]; stated: Lines[] }>();
  const inOrder: Task[] = [];
  for (const item of items) {
    const { line, end, state } = item;
    if (isTitle(item)) {
      left.push({ line, end, why: "group", what: item.title, task: taskOf(item), of: item.title });
      if (!named.has(item.title)) named.set(item.title, { tasks: [], stated: [] });
      continue;
    }
    const name = groupNameOf(item, byKey) || around.title;
    const task = taskOf(item);
    if (state !== "open")
      left.push({ line, end, why: state, what: item.title, key: item.key, task, of: name });
    else {
      const group = named.get(name) ?? { tasks: [], stated: [] };
      named.set(name, group);
      group.tasks.push(task);
      inOrder.push(task);
    }
  }
  const groups = [...named].flatMap(([title, { tasks, stated }]) => {
    if (tasks.length === 0) return [];
    const line = tasks.reduce((first, task) => Math.min(first, task.line), Number.POSITIVE_INFINITY);
    const end = tasks.reduce((last, task) => Math.max(last, task.end), 0);
    const at = around.steps?.indexOf(title) ?? -1;
    return [groupOf({ title, stated, tasks, line, end, step: at < 0 ? null : at + 1 })];
  });
  const { title, prefix } = around;
  return backlogOf({
    title,
    left,
    groups: withNeeds(boards(groups, { title, inOrder, items }), lines),
    ...(prefix ? { prefix } : {}),
  });
};

/** The name of what a piece of work is a part of: of a part of a part, the whole's. */
const groupNameOf = (item: WorkItem, byKey: ReadonlyMap<string, WorkItem>): string => {
  let above = byKey.get(item.parent ?? "");
  for (let depth = 0; above && !above.isGroup && depth < 8; depth += 1) {
    const next = byKey.get(above.parent ?? "");
    if (!next) break;
    above = next;
  }
  if (above?.isGroup) return above.title;
  // What says less of where it belongs than its whole does belongs where that does.
  const of = above && above.of.length > item.of.length ? [...above.of, ...item.of] : item.of;
  return of.find((name) => name !== "") ?? above?.of.find((name) => name !== "") ?? "";
};

/** Columns of a board are states, and no bodies: where most are, the others are, too. */
const boards = (
  groups: readonly Group[],
  {
    title,
    inOrder,
    items,
  }: { readonly title: string; readonly inOrder: readonly Task[]; readonly items: readonly WorkItem[] },
): Group[] => {
  const names = [...new Set(items.flatMap(({ of }) => of.find((name) => name !== "") ?? []))];
  const states = names.filter((name) => stateOfWords(name) !== null);
  const areStates =
    states.length * 3 > names.length * 2 ||
    groups.every((group) => group.title === title || stateOfWords(group.title) !== null);
  const [first] = groups;
  return groups.length < 2 || !areStates || !first ? [...groups] : [{ ...first, title, tasks: inOrder }];
};

const taskOf = ({ key, title, text, needs, line, end, issue }: WorkItem): Task => ({
  ...{ key, text: title.replace(/\s+/g, " ").trim(), titled: true, needs, line, end, from: line },
  details: trimmedLines(text.split("\n")),
  ...(issue === undefined ? {} : { issue }),
});

/** Texts as parts of one, those that say nothing left out; a name stands above what needs one. */
export const textOfParts = (...parts: readonly (readonly [name: string, text: string])[]): string =>
  parts
    .filter(([, text]) => text.trim() !== "")
    .map(([name, text]) => (name === "" ? text.trim() : `${name}:\n\n${text.trim()}`))
    .join("\n\n");

export const bulletsOf = (texts: readonly string[]): string => texts.map((text) => `- ${text}`).join("\n");

/** The issue that an address names, where it is one of the repository's own. */
export const issueAt = (url: string, { repository }: ImportSource): { issue?: number } => {
  const [, owner, number] = /^https?:\/\/[^/]+\/([^/]+\/[^/]+)\/issues\/(\d{1,9})\b/.exec(url) ?? [];
  return number !== undefined && owner?.toLowerCase() === repository?.toLowerCase()
    ? { issue: Number(number) }
    : {};
};

export const stateOf = (...words: readonly string[]): WorkState => {
  const states = words.map(stateOfWords);
  return (
    states.find((state) => state === "duplicate" || state === "cancelled") ??
    states.find((state) => state === "done") ??
    "open"
  );
};

/** Fields that nothing is made of, each once. */
export const unusedFields = (
  objects: readonly { readonly [name: string]: unknown }[],
  used: readonly string[],
  at: Lines,
): Left[] => {
  const names = new Set(
    objects.flatMap((object) => Object.keys(object)).filter((name) => !used.includes(name)),
  );
  return names.size === 0 ? [] : [{ line: at.line, end: at.line, why: "field", what: [...names].join(", ") }];
};
