/** Text of others as Markdown: indented as code, so that nobody is mentioned and no markup of a stranger is obeyed. */
export const quoted = (text: string): string => text.replace(/^/gm, "    ");
