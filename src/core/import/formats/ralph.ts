import type { Format } from "./format.ts";
import { isObject, objectsIn, placedJson, textIn, textsIn } from "./json.ts";
import { backlogOfItems, bulletsOf, stateOf, textOfParts, unusedFields, type WorkItem } from "./records.ts";

const used = [
  "id",
  "title",
  "description",
  "acceptanceCriteria",
  "priority",
  "passes",
  "notes",
  "dependsOn",
  "dependencies",
  "status",
];

/** Ralph's `prd.json`: user stories by priority, each of which passes or does not. */
export const ralph: Format = {
  name: "Ralph stories",
  read: (source) => {
    const json = placedJson(source.text);
    if (!json || !isObject(json.value)) return null;
    const prd = json.value;
    const stories = objectsIn(prd.userStories ?? prd.stories).filter(
      (story) => "passes" in story || "acceptanceCriteria" in story,
    );
    const ordered = stories
      .map((story) => ({ story, priority: Number(textIn(story, "priority") || 0) }))
      .sort((a, b) => a.priority - b.priority);
    const items = ordered.map(
      ({ story }): WorkItem => ({
        ...json.linesOf(story),
        key: textIn(story, "id") || null,
        title: textIn(story, "title") || textIn(story, "description"),
        text: textOfParts(
          ["", textIn(story, "description")],
          ["It is done when", bulletsOf(textsIn(story, "acceptanceCriteria"))],
          ["", textIn(story, "notes")],
        ),
        state: story.passes === true ? "done" : stateOf(textIn(story, "status")),
        of: [],
        needs: [...textsIn(story, "dependsOn"), ...textsIn(story, "dependencies")],
      }),
    );
    const title = textIn(prd, "description", "project", "title", "name") || source.name;
    const left = unusedFields(stories, used, items[0] ?? { line: 1, end: 1 });
    const branch = textIn(prd, "branchName").replace(/[^\w./-]+/g, "-");
    return backlogOfItems(items, source, {
      title: title.split("\n")[0]?.slice(0, 256) ?? source.name,
      left,
      ...(branch ? { prefix: branch } : {}),
    });
  },
};
