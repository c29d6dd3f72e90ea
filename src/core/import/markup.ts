/** Reads prompts in HTML, in Jira's markup and as tables of commas as the Markdown that says the same, line by line. */
export const markdownLines = (prompt: string): string[] => {
  const text = prompt
    .replace(/^\ufeff/, "")
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replace(/[^\P{Cc}\n\t]/gu, "");
  return withHeadings(markdownOf(text).split("\n").map(untabbed));
};

const markdownOf = (text: string): string => {
  const isMarkdown = /^\s*(?:#{1,6}|[-*+]|\d+[.)])\s+\S/m.test(text);
  if (!isMarkdown && /<(?:li|h[1-6]|tr)\b[^>]*>/i.test(text)) return ofHtml(text);
  if (/^h[1-6]\. \S/m.test(text)) return ofJira(text);
  const [head = ""] = text.trimStart().split("\n", 1);
  return /(?:^|[,;])"?(?:summary|title|titel|zusammenfassung|タイトル|要約)"?(?=[,;]|$)/i.test(head) &&
    /[,;]/.test(head)
    ? ofCommas(text.trim(), head)
    : text;
};

const untabbed = (line: string): string =>
  line.replace(/^[ \t]+/, (indent) => indent.replaceAll("\t", "    "));

/** Titles underlined by `===` or `---` (Markdown's Setext headings), each on the line of its title. */
const withHeadings = (lines: readonly string[]): string[] =>
  lines.map((line, at) => {
    const next = lines[at + 1] ?? "";
    if (isUnderline(line) && isTitle(lines, at - 1)) return "";
    if (!isUnderline(next) || !isTitle(lines, at)) return line;
    return `${next.trim().startsWith("=") ? "#" : "##"} ${line.trim()}`;
  });

const isUnderline = (line: string): boolean => /^\s*(?:={3,}|-{3,})\s*$/.test(line);

/** Whether a line may be a title by what is around it: below `---`, front matter would look like one. */
const isTitle = (lines: readonly string[], at: number): boolean => {
  const text = (lines[at] ?? "").trim();
  const isFree = (lines[at - 1] ?? "").trim() === "";
  return isFree && text !== "" && text.length <= 120 && !/^(?:[-*+#>|]|\d+[.)]\s)|[.!?:]$/.test(text);
};

/** HTML by its blocks; text that no block holds stays as it is. */
const ofHtml = (html: string): string => {
  let depth = 0;
  const plain = html
    .replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<!--[\s\S]*?-->|<!doctype[^>]*>/gi, "")
    .replace(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/gi, (_, slash: string, tag: string) => {
      const name = tag.toLowerCase();
      if (name === "ul" || name === "ol") depth = Math.max(0, depth + (slash ? -1 : 1));
      return blockOf(name, slash !== "", depth);
    });
  return plain.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi, (whole, decimal, hex, named) =>
    characterOf(decimal, hex, named, whole),
  );
};

const blockOf = (name: string, closes: boolean, depth: number): string => {
  if (/^h[1-6]$/.test(name)) return closes ? "\n" : `\n${"#".repeat(Number(name[1]))} `;
  if (name === "li") return closes ? "" : `\n${"  ".repeat(Math.max(0, depth - 1))}- `;
  if (name === "tr") return closes ? "|" : "\n";
  if (name === "td" || name === "th") return closes ? " " : "| ";
  return /^(?:p|div|br|ul|ol|table|section|article|body|head|title|summary|details|tbody|thead)$/.test(name)
    ? "\n"
    : "";
};

const characterOf = (decimal: string, hex: string, named: string, whole: string): string => {
  const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null;
  if (code !== null) return code >= 32 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  return { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " }[named.toLowerCase()] ?? whole;
};

/** Jira's markup: `h2. Title`, `* point`, `# numbered point`, `** point below a point`, `||head||`, `{code}`. */
const ofJira = (text: string): string =>
  text
    .replace(/^\s*([*#-]+) (?=\S)/gm, (_, marks: string) => `${"  ".repeat(marks.length - 1)}- `)
    .replace(/^h([1-6])\. /gm, (_, level: string) => `${"#".repeat(Number(level))} `)
    .replace(/^\|\|(.*)\|\|\s*$/gm, (_, head: string) => `|${head.replaceAll("||", "|")}|`)
    .replace(/^\{(?:code|noformat)[^}]*\}\s*$/gm, "```");

/** Values between commas, as spreadsheets and trackers export them (RFC 4180), as a table. */
const ofCommas = (text: string, head: string): string => {
  const by = head.includes(",") ? "," : ";";
  const value = new RegExp(`(?:"((?:[^"]|"")*)"|([^${by}\\n]*))(${by}|\\n|$)`, "y");
  const rows: string[][] = [[]];
  while (value.lastIndex < text.length) {
    const found = value.exec(text);
    if (!found) return text;
    const [, quoted, bare = "", end] = found;
    const cell = quoted === undefined ? bare : quoted.replaceAll('""', '"');
    rows.at(-1)?.push(
      cell
        .replaceAll("|", "\\|")
        .replace(/\s*\n\s*/g, "<br>")
        .trim(),
    );
    if (end === "\n") rows.push([]);
    if (end === "") break;
  }
  const [first = [], ...rest] = rows.map((cells) => `| ${cells.join(" | ")} |`);
  return [first, "|---|", ...rest].join("\n");
};
