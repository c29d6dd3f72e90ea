import type { Format } from "./format.ts";
import {
  isObject,
  type JsonObject,
  type JsonPart,
  objectsIn,
  type PlacedJson,
  placedJson,
  textIn,
  textsIn,
} from "./json.ts";
import {
  backlogOfItems,
  bulletsOf,
  issueAt,
  stateOf,
  textOfParts,
  unusedFields,
  type WorkItem,
} from "./records.ts";

const titles = ["title", "summary", "name", "task", "content", "todo"];
const texts = ["description", "body", "details", "notes", "text", "desc"];
const states = ["status", "state", "resolution"];
const keys = ["id", "key", "identifier", "number"];
const groups = ["epic", "project", "milestone", "component", "section", "group", "phase"];
const needing = ["dependencies", "dependsOn", "depends_on", "blockedBy", "blocked_by", "needs", "requires"];
const used = [
  ...titles,
  ...texts,
  ...states,
  ...keys,
  ...groups,
  ...needing,
  "done",
  "completed",
  "acceptanceCriteria",
  "acceptance_criteria",
  "url",
];

/** Any JSON whose largest list holds things with titles. */
export const jsonList: Format = {
  name: "JSON list",
  read: (source) => {
    const json = placedJson(source.text) ?? placedLines(source.lines);
    if (!json) return null;
    const lists = listsIn(json.value).sort((a, b) => b.list.length - a.list.length);
    const [best] = lists;
    if (!best || best.list.length === 0) return null;
    const items = best.list.map(
      (object): WorkItem => ({
        ...json.linesOf(object),
        key: textIn(object, ...keys) || null,
        title: textIn(object, ...titles),
        text: textOfParts(...texts.map((name) => ["", textIn(object, name)] as const), [
          "It is done when",
          bulletsOf([...textsIn(object, "acceptanceCriteria"), ...textsIn(object, "acceptance_criteria")]),
        ]),
        state:
          object.done === true || object.completed === true
            ? "done"
            : stateOf(...states.map((name) => wordIn(object[name]))),
        of: groups.map((name) => wordIn(object[name])),
        needs: needing.flatMap((name) => textsIn(object, name)),
        ...issueAt(textIn(object, "url"), source),
      }),
    );
    return backlogOfItems(items, source, {
      title: best.title || source.name,
      left: unusedFields(best.list, used, items[0] ?? { line: 1, end: 1 }),
    });
  },
};

const wordIn = (value: JsonPart | undefined): string =>
  isObject(value) ? textIn(value, "name", "title") : typeof value === "string" ? value : "";

const isItem = (object: JsonObject): boolean => textIn(object, ...titles) !== "";

const listsIn = (
  value: JsonPart,
  title = "",
  depth = 0,
): { title: string; list: readonly JsonObject[] }[] => {
  if (depth > 4) return [];
  const own = objectsIn(value).filter(isItem);
  const whole = own.length > 0 ? [{ title, list: own }] : [];
  if (!isObject(value)) return whole;
  const named = textIn(value, "title", "name", "project");
  return Object.values(value).flatMap((part) => listsIn(part, named || title, depth + 1));
};

/** JSON line by line. */
const placedLines = (lines: readonly string[]): PlacedJson | null => {
  const all = lines.flatMap((line, at) => (line.trim() === "" ? [] : [placedJson(line, at + 1)]));
  const found = all.filter((one) => one !== null);
  if (found.length === 0 || found.length < all.length) return null;
  const places = new Map<object, PlacedJson>(
    found.flatMap((one) => (isObject(one.value) ? [[one.value, one]] : [])),
  );
  return {
    value: found.map(({ value }) => value),
    linesOf: (part) => places.get(part)?.linesOf(part) ?? { line: 1, end: 1 },
  };
};
