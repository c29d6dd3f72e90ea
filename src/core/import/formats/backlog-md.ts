import { backlogOf, groupOf } from "../backlog.ts";
import { below } from "../reading/context.ts";
import { stateOfWords } from "../states.ts";
import type { Format } from "./format.ts";
import { fieldText, fieldTexts, frontMatterOf } from "./front-matter.ts";

/** A file that is one task, as Backlog.md and ccpm keep them: its fields have a title and a state of their own. */
export const backlogMd: Format = {
  name: "task file",
  read: ({ lines }) => {
    const front = frontMatterOf({ lines });
    if (!front) return null;
    const { fields, length, lineOf } = front;
    const title = fieldText(fields.title) || fieldText(fields.name);
    const state = fieldText(fields.status) || fieldText(fields.state);
    const isTask = title !== "" && state !== "" && (fieldText(fields.id) !== "" || "depends_on" in fields);
    if (!isTask) return null;
    const used = [
      "id",
      "title",
      "name",
      "status",
      "state",
      "dependencies",
      "depends_on",
      "milestone",
      "parent",
    ];
    const unused = Object.keys(fields).filter((name) => !used.includes(name));
    const left = unused.map((name) => ({ ...lineOf(name), why: "field" as const, what: name }));
    const said = stateOfWords(state) ?? "open";
    const whole = { line: 1, end: lines.length };
    const task = {
      ...{
        key: fieldText(fields.id) || null,
        text: title,
        titled: true,
        details: below(lines, length + 1, lines.length),
      },
      ...{
        from: length + 1,
        needs: [...fieldTexts(fields.dependencies), ...fieldTexts(fields.depends_on)],
        ...whole,
      },
    };
    if (said !== "open")
      return backlogOf({ title, groups: [], left: [{ ...whole, why: said, what: title, task }] });
    const group = fieldText(fields.milestone) || fieldText(fields.parent) || title;
    return backlogOf({ title: group, left, groups: [groupOf({ title: group, tasks: [task], ...whole })] });
  },
};
