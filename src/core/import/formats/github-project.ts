import { csvOf } from "./csv.ts";
import type { Format } from "./format.ts";
import { backlogOfRows } from "./tracker.ts";

/** A view of a GitHub project as it is exported: values between tabs, each row with the address of its issue. */
export const githubProject: Format = {
  name: "GitHub project",
  read: (source) => {
    const csv = csvOf(source.text);
    const has = (name: string) => csv?.head.some((one) => one.toLowerCase() === name) === true;
    if (!csv || !has("title") || !has("url") || !has("status")) return null;
    return backlogOfRows(csv, source, {
      title: /^title$/i,
      text: /^(?:body|description)$/i,
      state: /^status$/i,
      of: [/^parent issue$/i, /^milestone$/i],
      needs: /^blocked by$/i,
      blocks: /^blocking$/i,
      url: /^url$/i,
    });
  },
};
