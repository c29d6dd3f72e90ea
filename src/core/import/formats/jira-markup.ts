import { readMade } from "./at-lines.ts";
import type { Format } from "./format.ts";

/** Jira's markup: `h2. Title`, `* point`, `# numbered point`, `** point below a point`, `||head||`, `{code}`. */
export const jiraMarkup: Format = {
  name: "Jira markup",
  read: (source, options) => {
    if (!source.lines.some((line) => /^h[1-6]\. \S/.test(line))) return null;
    const lines = jiraLines(source.lines);
    // What Markdown needs below the names of columns has no line of its own in the source.
    const at = lines.flatMap((line, index) => line.split("\n").map(() => index + 1));
    return readMade(lines.join("\n").split("\n"), at, { name: source.name, options });
  },
};

export const jiraMarkdown = (text: string): string => jiraLines(text.split("\n")).join("\n");

/** Jira's markup as Markdown, line by line. */
const jiraLines = (lines: readonly string[]): string[] => {
  let isCode = false;
  return lines.map((line) => {
    if (/^\s*\{(?:code|noformat)[^}]*\}\s*$/.test(line)) {
      isCode = !isCode;
      return "```";
    }
    return isCode ? line : withoutMarks(blockOf(line));
  });
};

const blockOf = (line: string): string => {
  const [, level, title] = /^h([1-6])\.\s+(.*)$/.exec(line) ?? [];
  if (level !== undefined) return `${"#".repeat(Number(level))} ${title}`;
  const [, marks, text] = /^\s*([*#-]{1,8})\s+(\S.*)$/.exec(line) ?? [];
  if (marks !== undefined) return `${"  ".repeat(marks.length - 1)}- ${text}`;
  const [, head] = /^\s*\|\|(.*)\|\|\s*$/.exec(line) ?? [];
  if (head === undefined) return line;
  const names = head.split("||");
  return `|${names.join("|")}|\n|${names.map(() => "---|").join("")}`;
};

/** `*bold*`, `{{code}}` and `[words|address]` as Markdown has them. */
const withoutMarks = (line: string): string =>
  line
    .replace(/\{\{([^{}]+)\}\}/g, "`$1`")
    .replace(/(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])/g, "**$1**")
    .replace(/\[([^|\]\n]+)\|(https?:[^\]\s]+)\]/g, "[$1]($2)");
