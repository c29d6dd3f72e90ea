import { cut } from "../key.ts";

/** A text in one cell of a table: on one line, code as it stands, and nobody is called by it. */
export const cell = (text: string, most: number): string =>
  cut(text.replace(/\s+/g, " ").trim(), most)
    .replace(/`[^`]*`|[\\|<]/g, (found) => (found.length > 1 ? found.replaceAll("|", "\\|") : `\\${found}`))
    .replace(/@(?=\w)/g, "@\u2060");
