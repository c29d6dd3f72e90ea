/** Pictures, arrows, boxes and the like, which points and titles carry before their words. */
const decoration =
  /^(?:(?:\[[ xX~/-]\](?=\s)|\p{Extended_Pictographic}|\p{Emoji_Presentation}|\ufe0f|\u200d|\u20e3|[☑✓✔→▶■◆●])\s*)+/u;

/** A text in one line, without the marks of bold type, struck text and decoration. */
export const plainWords = (text: string): string => (unmarked.test(text) ? text : withoutMarks(text));

/** Most texts are so, which one look tells. */
const unmarked = /^[\p{L}\p{N}][^*_~\s]*(?: [^*_~\s]+)*$/u;

const withoutMarks = (text: string): string =>
  text
    .replace(decoration, "")
    .replace(/\*\*([^*]+)\*\*/g, "$1")
    .replace(/(?<![\p{L}\p{N}_])__([^_]+)__(?![\p{L}\p{N}_])/gu, "$1")
    .replace(/~~([^~]+)~~/g, "$1")
    .replace(/\s+/g, " ")
    .trim();

const narrowBox = /^(\s*(?:[-*+]|\d{1,3}[.)]))(\s*)\[([ xX]?)\](\s*)(?=[^\s([:*\\])/;

/** A line with the spaces that a box in it lacks: `-[ ] Build`, `- [ ]Build`, `- [] Build`. */
export const withBoxSpaces = (line: string): string =>
  line.replace(narrowBox, (whole, bullet: string, before: string, mark: string, after: string) =>
    before !== "" && mark !== "" && after !== "" ? whole : `${bullet}${before || " "}[${mark || " "}] `,
  );

/** The words of a point, and what its box holds: `[x]`, `☐`, or a tick or struck text in place of one. */
export const pointText = (words: string): { readonly text: string; readonly box: string | null } => {
  const [, mark, boxed] = /^\s*\[(.)\](?:\\?\*)?(?:\s+([\s\S]*)|$)/u.exec(words) ?? [];
  if (mark !== undefined && /[ xX~/>!?*-]|\p{Extended_Pictographic}|[✓✔]/u.test(mark))
    return { text: plainWords(boxed ?? ""), box: struck.test(boxed ?? "") ? "-" : mark };
  const [, sign, signed] = /^\s*([☐☑☒✅⬜🔲❌✔✓])\ufe0f?\s*([\s\S]*)$/u.exec(words) ?? [];
  if (sign !== undefined) return { text: plainWords(signed ?? ""), box: signBoxes[sign] ?? "✅" };
  if (struck.test(words)) return { text: plainWords(words), box: "❌" };
  return { text: plainWords(words), box: null };
};

/** A text that is struck through, with a word on that behind it or without. */
const struck = /^\s*~~(?:(?!~~)[\s\S])*~~[\s.]*(?:[(（][^()（）\n]{1,40}[)）]\s*)?$/u;

/** Whether a point's words are struck through. */
export const isStruck = (line: string): boolean =>
  struck.test(line.replace(/^\s*(?:[-*+]|\d{1,3}[.)])\s+/, ""));

const signBoxes: Record<string, string> = { "☐": " ", "⬜": " ", "🔲": " ", "☑": "x", "☒": "-", "❌": "❌" };

/** Whether a point's line begins with a sign for what is being done, or will be. */
export const hasOpenSign = (line: string): boolean =>
  /^\s*(?:[-*+]|\d{1,3}[.)])\s+[🚧⏳⌛🔜🔄🕐📝🔵⚪🟡]/u.test(line);

/** Whether what stands for a box is but a mark of what is over: lists of anything have such. */
export const isMark = (box: string): boolean => box === "✅" || box === "❌";
