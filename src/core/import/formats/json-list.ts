import type { ImportSource } from "../source.ts";
import type { WorkState } from "../states.ts";
import type { Format } from "./format.ts";
import {
  isObject,
  type JsonObject,
  type JsonPart,
  type PlacedJson,
  placedJson,
  textIn,
  textsIn,
} from "./json.ts";
import { type JsonWorkList, partsOf, pointsIn, titleFields, workListsIn } from "./json-tree.ts";
import {
  backlogOfItems,
  bulletsOf,
  issueAt,
  stateOf,
  textOfParts,
  unusedFields,
  type WorkItem,
} from "./records.ts";

const texts = ["description", "body", "details", "notes", "text", "desc"];
const states = ["status", "state", "resolution"];
const keys = ["id", "key", "identifier", "number"];
const groups = ["epic", "project", "milestone", "component", "section", "group", "phase"];
const needing = ["dependencies", "dependsOn", "depends_on", "blockedBy", "blocked_by", "needs", "requires"];
const used = [
  ...titleFields,
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

/** Any JSON with lists of things with titles: where things have such lists themselves, these are the work. */
export const jsonList: Format = {
  name: "JSON list",
  read: (source) => {
    const json = placedJson(source.text) ?? placedLines(source.lines);
    if (!json) return null;
    const lists = workListsIn(json.value);
    const found = lists.flatMap((list) => itemsOf(list, lists.length > 1 ? groupNameOf(list) : ""));
    const [first] = found;
    if (!first) return null;
    const items = found.map((one) => itemOf(one, { json, source }));
    const objects = found.map(({ object }) => object);
    const title = (lists.length === 1 ? lists[0]?.title : "") || titleIn(json.value);
    const left = unusedFields(objects, [...used, ...objects.flatMap(partFields)], json.linesOf(first.placed));
    return backlogOfItems(items, source, { title: title || source.name, left, steps: stepsIn(lists) });
  },
};

interface FoundItem {
  readonly object: JsonObject;
  /** What has lines of its own: the object, or the whole where that tells it in a word. */
  readonly placed: JsonObject;
  /** What it is a part of; empty when nothing says so. */
  readonly of: string;
  /** What is said of the whole that it is a part of. */
  readonly whole: WorkState;
}

const itemsOf = ({ list }: JsonWorkList, of: string): FoundItem[] =>
  list.flatMap((object): FoundItem[] => {
    const parts = partsOf(object);
    if (parts.length === 0) return [{ object, placed: object, of, whole: "open" }];
    const whole = stateIn(object);
    const title = textIn(object, ...titleFields);
    return parts.map((part) => {
      const placed = Object.keys(part).length === 1 ? object : part;
      return { object: part, placed, of: title, whole };
    });
  });

/** The wholes of a list whose name says that they come one after the other. */
const stepsIn = (lists: readonly JsonWorkList[]): readonly string[] =>
  lists
    .filter(({ name }) => /^(?:phases|stages|sprints|steps|iterations|waves)$/i.test(name))
    .flatMap(({ list }) => list.map((object) => textIn(object, ...titleFields)));

/** What several lists are called: by what has them, or the field that they are in. */
const groupNameOf = ({ name, title }: JsonWorkList): string =>
  /^(?:tasks?|items?|todos?|issues?|stories|data|results|nodes|list)?$/i.test(name) ? title : name;

const titleIn = (value: JsonPart): string =>
  isObject(value) ? textIn(value, "title", "name") || wordIn(value.project) : "";

const stateIn = (object: JsonObject): WorkState =>
  object.done === true || object.completed === true
    ? "done"
    : stateOf(...states.map((name) => wordIn(object[name])));

const itemOf = (
  { object, placed, of, whole }: FoundItem,
  { json, source }: { json: PlacedJson; source: ImportSource },
): WorkItem => {
  const own = stateIn(object);
  return {
    ...json.linesOf(placed),
    key: textIn(object, ...keys) || null,
    title: textIn(object, ...titleFields),
    text: textOfParts(
      ...texts.map((name) => ["", textIn(object, name)] as const),
      ["Parts", bulletsOf(pointsIn(object))],
      [
        "It is done when",
        bulletsOf([...textsIn(object, "acceptanceCriteria"), ...textsIn(object, "acceptance_criteria")]),
      ],
    ),
    state: own === "open" ? whole : own,
    of: [...groups.map((name) => wordIn(object[name])), of],
    needs: needing.flatMap((name) => textsIn(object, name)),
    ...issueAt(textIn(object, "url"), source),
  };
};

const partFields = (object: JsonObject): string[] =>
  Object.keys(object).filter((name) => pointsIn({ [name]: object[name] ?? null }).length > 0);

const wordIn = (value: JsonPart | undefined): string =>
  isObject(value) ? textIn(value, "name", "title") : typeof value === "string" ? value : "";

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
