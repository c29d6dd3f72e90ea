import { unsigned } from "./harmless.ts";

/** Text of others as Markdown: indented as code, so that no markup of a stranger is obeyed. */
export const quoted = (text: string): string => unsigned(text).replace(/^/gm, "    ");
