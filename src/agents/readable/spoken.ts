/** Something that a program told in its own format, for people who read along. */
export interface Spoken {
  /** What its model says, what it calls, what came of that, or what is told about the run; `other` is no event of its. */
  readonly kind: "says" | "calls" | "answer" | "about" | "other";
  readonly text: string;
}

/** Reads a program's output line by line; `end` gives what was held back for more of it. */
export interface Readable {
  readonly line: (text: string) => readonly Spoken[];
  readonly end: () => readonly Spoken[];
}

/** Text that has words in it, as one thing that was told. */
export const spoken = (kind: Spoken["kind"], text: string | undefined): Spoken[] =>
  text === undefined || text.trim() === "" ? [] : [{ kind, text: text.trim() }];

/** What a tool is called with, as short as people read it: its command, file or pattern, or else all of it. */
export const callText = (tool: string, given: unknown): string => {
  if (typeof given === "string") return `${tool} ${given}`.trim();
  const values = Object.entries(typeof given === "object" && given !== null ? given : {});
  const main = values.find(([key, value]) => telling.has(key) && typeof value === "string");
  return `${tool} ${main ? String(main[1]) : values.length > 0 ? JSON.stringify(given) : ""}`.trim();
};

/** Arguments of tools that say what a call is about. */
const telling: ReadonlySet<string> = new Set([
  ...["command", "cmd", "file_path", "filePath", "absolute_path", "path", "pattern", "query", "url"],
  ...["description", "prompt"],
]);

/** What a tool answered: a text, or a list of parts with texts. */
export const answerText = (content: unknown): string => {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .flatMap((part: unknown) =>
      typeof part === "object" && part !== null && "text" in part && typeof part.text === "string"
        ? [part.text]
        : [],
    )
    .join("\n");
};
