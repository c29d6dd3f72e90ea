import { isObject, type JsonObject, type JsonPart, objectsIn, textIn, textsIn } from "./json.ts";

/** Fields in which things have their names. */
export const titleFields = ["title", "summary", "name", "task", "content", "todo"];

/** A list of things with titles, by the name of the field that it is in. */
export interface JsonWorkList {
  readonly name: string;
  /** What the object that has it calls itself. */
  readonly title: string;
  readonly list: readonly JsonObject[];
}

/** Fields whose things are said of something, and are no work. */
const aside =
  /^(?:labels?|tags?|assignees?|members?|users?|people|authors?|owners?|comments?|attachments?|links?|files|reactions?|dependencies|depends_?on|blocked_?by|needs|requires|actions?|custom_?fields?|project_?items|projects|milestone|risks?|tests?|.*criteria|references)$/i;

const partial = /^(?:sub|micro|check)/i;

/** The lists of things with titles in a value that stand in nothing that has a title among others. */
export const workListsIn = (value: JsonPart, name = "", title = "", depth = 0): JsonWorkList[] => {
  if (depth > 5) return [];
  const list = itemsIn(value);
  if (list.length > 0) return [{ name, title, list }];
  if (!isObject(value)) return [];
  const own = textIn(value, ...titleFields, "project") || title;
  return Object.entries(value).flatMap(([key, part]) =>
    aside.test(key) ? [] : workListsIn(part, key, own, depth + 1),
  );
};

const work = /^(?:tasks?|todos?|items?|stories|user_?stories|issues?|features?)$/i;

/** The lists directly in a thing whose things are work of their own: what it is a whole of. */
export const partsOf = (item: JsonObject): readonly JsonObject[] =>
  Object.entries(item).flatMap(([key, part]) => {
    if (aside.test(key) || partial.test(key)) return [];
    const told = work.test(key) ? textsIn(item, key).map((title): JsonObject => ({ title })) : [];
    return Array.isArray(part)
      ? [...itemsIn(part).filter((one) => work.test(key) || isNamed(one)), ...told]
      : [];
  });

/** What stands in a thing below it, as points: parts of it that are no work of their own. */
export const pointsIn = (item: JsonObject): string[] =>
  Object.entries(item).flatMap(([key, part]) =>
    aside.test(key) ? [] : itemsIn(part).map((one) => textIn(one, ...titleFields)),
  );

const itemsIn = (value: JsonPart): JsonObject[] =>
  objectsIn(value).filter((object) => textIn(object, ...titleFields) !== "");

/** Whether a thing has a name or a state besides its title, as work has. */
const isNamed = (item: JsonObject): boolean =>
  ["id", "key", "number", "status", "state", "done", "completed"].some((name) => name in item);
