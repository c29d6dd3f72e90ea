import type { Format } from "./format.ts";
import { isObject, objectsIn, type PlacedJson, placedJson, textIn } from "./json.ts";
import { backlogOfItems, stateOf, textOfParts, unusedFields, type WorkItem } from "./records.ts";

const used = [
  "_type",
  "id",
  "title",
  "description",
  "design",
  "acceptance_criteria",
  "notes",
  "status",
  "issue_type",
  "dependencies",
];

/** What beads exports: one issue a line, with what it depends on. */
export const beads: Format = {
  name: "beads issues",
  read: (source) => {
    const issues = objectsOfLines(source.lines);
    if (issues === null || !issues.every(({ json }) => isIssue(json.value))) return null;
    const objects = issues.flatMap(({ json }) =>
      isObject(json.value) ? [{ object: json.value, json }] : [],
    );
    const items = objects.map(({ object, json }): WorkItem => {
      const dependencies = objectsIn(object.dependencies);
      const of = (type: RegExp) =>
        dependencies
          .filter((one) => type.test(textIn(one, "type") || "blocks"))
          .map((one) => textIn(one, "depends_on_id", "id"));
      const [parent] = of(/^parent/);
      return {
        ...json.linesOf(object),
        key: textIn(object, "id"),
        title: textIn(object, "title"),
        text: textOfParts(
          ["", textIn(object, "description")],
          ["", textIn(object, "design")],
          ["It is done when", textIn(object, "acceptance_criteria")],
          ["", textIn(object, "notes")],
        ),
        state: textIn(object, "status") === "tombstone" ? "cancelled" : stateOf(textIn(object, "status")),
        of: [],
        needs: of(/^blocks?$/),
        isGroup: textIn(object, "issue_type") === "epic",
        ...(parent ? { parent } : {}),
      };
    });
    const left = unusedFields(
      objects.map(({ object }) => object),
      used,
      { line: 1, end: 1 },
    );
    return backlogOfItems(items, source, { title: source.name, left });
  },
};

const isIssue = (value: PlacedJson["value"]): boolean =>
  isObject(value) &&
  "id" in value &&
  "title" in value &&
  ("issue_type" in value || "_type" in value || "dependencies" in value);

/** JSON line by line; `null` when a line is none. */
const objectsOfLines = (lines: readonly string[]): { json: PlacedJson }[] | null => {
  const found: { json: PlacedJson }[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const json = line.trimStart().startsWith("{") ? placedJson(line, at + 1) : null;
    if (!json) return null;
    found.push({ json });
  }
  return found.length > 0 ? found : null;
};
