import { cut } from "../key.ts";
import { inert } from "./harmless.ts";

/** A text of others on one line of GitHub's Markdown, at most so long: its code stands as code, all other marks as themselves. */
export const harmlessLine = (text: string, most = Number.POSITIVE_INFINITY): string =>
  cut(inert(text).replace(/\s+/g, " ").trim(), most)
    .replace(codeOrMark, (found) => (found.length > 1 ? found : `\\${found}`))
    .replace(/^(?=#{1,6}(?: |$)|[+=-])|(?<=^\d{1,9})(?=[.)])/, "\\")
    .replace(/(?<=https?):(?=\/\/)/gi, ":\u2060");

const codeOrMark = /`[^`]*`|[\\`*_[\]<>~&]/g;

/** The same in one cell of a table. */
export const cell = (text: string, most = Number.POSITIVE_INFINITY): string =>
  harmlessLine(text, most).replaceAll("|", "\\|");

/** A text of others as code on one line, at most so long. */
export const code = (text: string, most = 200): string =>
  `\`${cut(inert(text).replaceAll("`", "'").replace(/\s+/g, " ").trim(), most)}\``;

/** A text of others as the title of an issue, which is shown as it stands. */
export const harmlessTitle = (text: string): string => cut(inert(text).replace(/\s+/g, " ").trim(), 256);
