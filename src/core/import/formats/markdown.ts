import { readDocument } from "../document.ts";
import type { Format } from "./format.ts";
import { fieldText, frontMatterOf, unusedLines } from "./front-matter.ts";

/** Markdown, and prose that is written as if it were. */
export const markdown: Format = {
  name: "Markdown",
  read: (source, options) => {
    const front = frontMatterOf(source);
    if (!front) return readDocument(source, options);
    const title = fieldText(front.fields.title);
    const named = title === "" ? {} : { title: { text: title, at: front.lineOf("title") } };
    const backlog = readDocument(source, { ...options, ...named, skip: front.length });
    return { ...backlog, left: [...unusedLines(front, ["title"]), ...backlog.left] };
  },
};
