import { csvOf } from "./csv.ts";
import type { Format } from "./format.ts";
import { backlogOfRows } from "./tracker.ts";

/** What Asana exports as CSV. */
export const asanaCsv: Format = {
  name: "Asana export",
  read: (source) => {
    const csv = csvOf(source.text);
    const has = (name: string) => csv?.head.some((one) => one.toLowerCase() === name) === true;
    if (!csv || !has("name") || !(has("task id") || has("section/column"))) return null;
    return backlogOfRows(csv, source, {
      title: /^name$/i,
      key: /^name$/i,
      text: /^notes$/i,
      over: /^completed at$/i,
      state: /^section\/column$/i,
      of: [/^section\/column$/i, /^projects?$/i],
      parent: /^parent task$/i,
      needs: /^blocked by/i,
      blocks: /^blocking/i,
    });
  },
};
