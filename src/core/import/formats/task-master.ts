import type { Format } from "./format.ts";
import { isObject, type JsonObject, objectsIn, placedJson, textIn, textsIn } from "./json.ts";
import { backlogOfItems, stateOf, textOfParts, unusedFields, type WorkItem } from "./records.ts";

const used = ["id", "title", "description", "status", "dependencies", "details", "testStrategy", "subtasks"];

/** Task Master's `tasks.json`: tasks with dependencies, by tag in later versions. */
export const taskMaster: Format = {
  name: "Task Master tasks",
  read: (source) => {
    const json = placedJson(source.text);
    if (!json || !isObject(json.value)) return null;
    const tags = tagsIn(json.value);
    const tasks = tags.flatMap(({ tag, list }) => list.map((task) => ({ tag, task })));
    if (tasks.length === 0) return null;
    const ids = new Set(tasks.map(({ task }) => textIn(task, "id")));
    const items = tasks.map(({ tag, task }): WorkItem => {
      const prefix = tags.length > 1 ? `${tag} ` : "";
      return {
        ...json.linesOf(task),
        key: `${prefix}${textIn(task, "id")}`,
        title: textIn(task, "title") || textIn(task, "description"),
        text: textOf(task),
        state: stateOf(textIn(task, "status")),
        of: tags.length > 1 ? [tag] : [],
        // A part of another, such as `2.1`, is in the text of the whole.
        needs: textsIn(task, "dependencies").map(
          (id) => `${prefix}${ids.has(id) ? id : id.replace(/\..*$/, "")}`,
        ),
      };
    });
    const left = unusedFields(
      tasks.map(({ task }) => task),
      used,
      items[0] ?? { line: 1, end: 1 },
    );
    const [only] = tags.length === 1 ? tags : [];
    const tagged = only && only.tag !== "master" ? only.tag : "";
    return backlogOfItems(items, source, { title: tagged || projectIn(json.value) || source.name, left });
  },
};

const projectIn = (value: JsonObject): string =>
  [value.meta, value.metadata]
    .map((part) => (isObject(part) ? textIn(part, "projectName") : ""))
    .find(Boolean) ?? "";

interface Tag {
  readonly tag: string;
  readonly list: readonly JsonObject[];
}

const tagsIn = (value: JsonObject): Tag[] => {
  const whole = { tag: "master", list: objectsIn(value.tasks).filter(isTask) };
  if (whole.list.length > 0) return [whole];
  return Object.entries(value).flatMap(([tag, of]) => {
    const list = isObject(of) ? objectsIn(of.tasks).filter(isTask) : [];
    return list.length > 0 ? [{ tag, list }] : [];
  });
};

const isTask = (task: JsonObject): boolean =>
  "id" in task && "title" in task && ("dependencies" in task || "status" in task);

const textOf = (task: JsonObject): string => {
  const parts = objectsIn(task.subtasks).map((part) => {
    const box = stateOf(textIn(part, "status")) === "open" ? " " : "x";
    const said = textOfParts(["", textIn(part, "description")], ["", textIn(part, "details")]);
    return `- [${box}] ${textIn(part, "title")}${said === "" ? "" : `\n\n${said.replace(/^/gm, "  ")}`}`;
  });
  return textOfParts(
    ["", textIn(task, "description")],
    ["", textIn(task, "details")],
    ["Parts", parts.join("\n")],
    ["How it is tested", textIn(task, "testStrategy")],
  );
};
