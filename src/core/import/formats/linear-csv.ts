import { csvOf } from "./csv.ts";
import type { Format } from "./format.ts";
import { backlogOfRows } from "./tracker.ts";

/** What Linear exports as CSV. */
export const linearCsv: Format = {
  name: "Linear export",
  read: (source) => {
    const csv = csvOf(source.text);
    const has = (name: string) => csv?.head.some((one) => one.toLowerCase() === name) === true;
    if (
      !csv ||
      !has("id") ||
      !has("title") ||
      !has("status") ||
      !(has("team") || has("project") || has("cycle number"))
    )
      return null;
    return backlogOfRows(csv, source, {
      title: /^title$/i,
      key: /^id$/i,
      text: /^description$/i,
      state: /^status$/i,
      over: /^(?:completed|canceled|archived)$/i,
      of: [/^project$/i, /^project milestone$/i, /^team$/i],
      parent: /^parent issue$/i,
      needs: /^blocked by$/i,
      blocks: /^(?:blocks|blocking)$/i,
    });
  },
};
