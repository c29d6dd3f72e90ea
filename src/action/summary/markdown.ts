/** A table of GitHub's Markdown; what its cells hold cannot break it. */
export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => "---"), ...rows.map((row) => row.map(cell))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");

const cell = (text: string): string => text.replace(/\s+/g, " ").trim().replaceAll("|", "\\|");

/** Text of others as it stands, not as Markdown: no link, mention or image comes of it. Cells escape their own bars. */
export const plain = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>()#+!~]/g, "\\$&").replace(/@/g, "@\u200b");

/** Long text that opens on a click. */
export const folded = (title: string, text: string): string =>
  `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;

/** What a step has asked of the forge. */
export const requestsLine = ({ read, write }: { read: number; write: number }): string =>
  `Requests: ${read} read, ${write} written.`;
