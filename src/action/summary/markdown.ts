import { harmlessLine } from "../../core/publish/line.ts";

/** A table of GitHub's Markdown; what its cells hold cannot break it. */
export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => "---"), ...rows.map((row) => row.map(cell))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");

const cell = (text: string): string => text.replace(/\s+/g, " ").trim().replaceAll("|", "\\|");

/** Text of others in a quote of its own, its lines as they stand. */
export const quote = (text: string): string =>
  text
    .split("\n")
    .map((line) => `> ${harmlessLine(line)}`)
    .join("\n");

/** Long text that opens on a click. */
export const folded = (title: string, text: string): string =>
  `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;

/** What a step has asked of the forge. */
export const requestsLine = ({ read, write }: { read: number; write: number }): string =>
  `Requests: ${read} read, ${write} written.`;

/** Markdown of at most `most` bytes, cut at the end of a line: the fence and the folds that are open there are closed, and it says so. */
export const cutMarkdown = (markdown: string, most: number): string => {
  if (Buffer.byteLength(markdown) <= most) return markdown;
  let bytes = cutNotice.length - 1;
  let open: Open = { fence: null, folds: 0 };
  const kept: string[] = [];
  for (const line of markdown.split("\n")) {
    const next = openAfter(open, line);
    bytes += Buffer.byteLength(line) + 1;
    if (bytes + closing(next).length > most) break;
    kept.push(line);
    open = next;
  }
  return `${kept.join("\n")}${closing(open)}${cutNotice}`;
};

const cutNotice = "\n\n_The rest was too long and is cut off._";

/** What a line leaves open: a fence, by its mark, and folds within each other. */
interface Open {
  readonly fence: string | null;
  readonly folds: number;
}

const openAfter = ({ fence, folds }: Open, line: string): Open => {
  if (fence !== null) return { fence: isEndOf(fence, line) ? null : fence, folds };
  const [, opened] = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line) ?? [];
  const change = [...line.matchAll(/<(\/?)details>/g)].reduce(
    (sum, [, end]) => sum + (end === "" ? 1 : -1),
    0,
  );
  return opened === undefined ? { fence, folds: Math.max(0, folds + change) } : { fence: opened, folds };
};

/** A fence ends at a line of its mark alone, as long or longer (CommonMark 0.31, "Fenced code blocks"). */
const isEndOf = (fence: string, line: string): boolean =>
  /^ {0,3}(`{3,}|~{3,})[ \t]*$/.test(line) && line.trim().startsWith(fence);

const closing = ({ fence, folds }: Open): string =>
  `${fence === null ? "" : `\n${fence}`}${folds > 0 ? `\n\n${"</details>".repeat(folds)}` : ""}`;
