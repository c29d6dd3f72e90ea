/** A line of a prompt that says something, by its role in the prose. */
export type PromptLine =
  /** A title of what follows: marked as one, or alone between blank lines, or before a list. */
  | { readonly role: "heading"; readonly text: string; readonly line: number }
  /** An introduction of the list that follows: it ends with a colon. */
  | { readonly role: "label"; readonly text: string; readonly line: number }
  /** One point of a list, with the lines that continue it. */
  | { readonly role: "item"; readonly text: string; readonly line: number }
  /** Anything else. */
  | { readonly role: "text"; readonly text: string; readonly line: number };

/** Reads a prompt's text as lines with roles, numbered from 1; blank lines and fenced code are left out. */
export const linesOf = (prompt: string): PromptLine[] => {
  const raw = withoutFences(prompt.replace(/^\ufeff/, "").split(/\r?\n/));
  const found: PromptLine[] = [];
  for (const [at, source] of raw.entries()) {
    const text = source.trim();
    if (text === "" || /^([-*_] ?){3,}$/.test(text)) continue;
    const previous = found.at(-1);
    const continues = (raw[at - 1] ?? "").trim() !== "" && isPlain(text);
    if (continues && previous?.role === "item") {
      found[found.length - 1] = { ...previous, text: `${previous.text} ${text}` };
      continue;
    }
    const next = (raw[at + 1] ?? "").trim();
    const isAlone = (raw[at - 1] ?? "").trim() === "" && (next === "" || bullet.test(next));
    found.push({ ...roleOf(text, isAlone), line: at + 1 });
  }
  return found;
};

/** Code in a prompt is for shells, not a part of the backlog; its lines stay as blank ones, so that numbers hold. */
const withoutFences = (lines: readonly string[]): string[] => {
  let fence: string | null = null;
  return lines.map((line) => {
    const mark = /^\s*(?<mark>`{3,}|~{3,})/.exec(line)?.groups?.mark ?? null;
    if (fence === null && mark === null) return line;
    if (fence === null) fence = mark;
    else if (mark?.startsWith(fence)) fence = null;
    return "";
  });
};

const bullet = /^(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(?<text>.+)$/;
const marked = /^#{1,6}\s+(?<text>.+?)\s*#*$/;
const bold = /^\*\*(?<text>[^*]+)\*\*:?$/;

/** The marks that a point may carry before its words: pictures, ticks, arrows. */
const decoration = /^(?:(?:\p{Extended_Pictographic}|\p{Emoji_Presentation}|\ufe0f|\u200d|[☑✓✔→])\s*)+/u;

const roleOf = (source: string, isAlone: boolean): Pick<PromptLine, "role" | "text"> => {
  const item = bullet.exec(source)?.groups?.text;
  if (item !== undefined) return { role: "item", text: plainText(item) };
  const heading = marked.exec(source)?.groups?.text ?? bold.exec(source)?.groups?.text;
  const text = plainText(heading ?? source);
  if (heading !== undefined || isLabelled(text)) return { role: "heading", text };
  if (text.endsWith(":")) return { role: "label", text: text.slice(0, -1).trim() };
  const isTitle = isAlone && text.length <= 80 && !/[.!?,;"]$/.test(text) && !/^\w+: /.test(text);
  return { role: isTitle ? "heading" : "text", text };
};

/** How bodies are introduced: a word for whoever does the work, a number or letter, and what it is about. */
export const labelled =
  /^(?:agent|body|work body|workstream|stream|team|worker|lane|track)\s+(?<name>\d{1,3}|[A-Z])\s*[:.–—-]\s*(?<title>\S.*)$/i;

const isLabelled = (text: string): boolean => labelled.test(text) && text.length <= 160;

const isPlain = (text: string): boolean =>
  !bullet.test(text) && !marked.test(text) && !bold.test(text) && !text.endsWith(":") && !isLabelled(text);

/** A text without the marks of Markdown and decoration. */
const plainText = (text: string): string =>
  text
    .replace(decoration, "")
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
