import type { Family } from "./languages.ts";
import type { AddedLine } from "./lines.ts";

/** How a family of languages writes what does not run. */
interface Marks {
  readonly line: readonly string[];
  readonly block: readonly (readonly [string, string])[];
  /** What texts begin and end with; the longest first. */
  readonly quotes: readonly string[];
  /** That of texts in which a backslash is only a backslash. */
  readonly raw?: string;
}

const cLike: Marks = { line: ["//"], block: [["/*", "*/"]], quotes: ['"', "'"] };
const longTexts: Marks = { ...cLike, quotes: ['"""', '"', "'"] };
const hashed: Marks = { line: ["#"], block: [], quotes: ['"', "'"] };
const dashed: Marks = { line: ["--"], block: [], quotes: ['"', "'"] };

const marks: Readonly<Record<Family, Marks>> = {
  javascript: { ...cLike, block: [...cLike.block, ["<!--", "-->"]], quotes: ['"', "'", "`"] },
  python: { line: ["#"], block: [], quotes: ['"""', "'''", '"', "'"] },
  go: { ...cLike, quotes: ['"', "`", "'"], raw: "`" },
  jvm: longTexts,
  dotnet: longTexts,
  rust: { ...cLike, quotes: ['"'] },
  ruby: hashed,
  c: cLike,
  swift: longTexts,
  php: { ...cLike, line: ["//", "#"] },
  dart: { ...cLike, quotes: ['"""', "'''", '"', "'"] },
  elixir: { ...hashed, quotes: ['"""', '"', "'"] },
  erlang: { ...hashed, line: ["%"] },
  perl: hashed,
  lua: { ...dashed, block: [["--[[", "]]"]] },
  julia: { ...hashed, quotes: ['"""', '"'], block: [["#=", "=#"]] },
  r: hashed,
  haskell: { ...dashed, block: [["{-", "-}"]] },
  ocaml: { line: [], block: [["(*", "*)"]], quotes: ['"'] },
  solidity: cLike,
  shell: hashed,
};

/**
 * The lines with their comments taken out. A comment that begins before the lines is not known: what stands in it counts
 * as code, and so does every text but one of Python that is a statement by itself.
 */
export const withoutComments = (family: Family, lines: readonly AddedLine[]): AddedLine[] =>
  readLines(family, lines).map(({ line, code }) => ({ line, text: code }));

/** How often lines that stand together begin a comment or a text which they do not end: what follows is part of it. */
export const leftOpen = (family: Family, lines: readonly AddedLine[]): number =>
  readLines(family, lines).filter(
    ({ line, open }, at, all) => open !== null && !isNext(all[at + 1]?.line, line),
  ).length;

const readLines = (
  family: Family,
  lines: readonly AddedLine[],
): { line: number; code: string; open: Open | null }[] => {
  let open: Open | null = null;
  let last = 0;
  return lines.map(({ line, text }) => {
    // What lies between lines that do not follow each other may have ended anything.
    if (!isNext(line, last)) open = null;
    last = line;
    const read = readLine(text, open, family);
    open = read.open;
    return { line, ...read };
  });
};

/** Whether a line follows another, or is a further part of it. */
const isNext = (line: number | undefined, last: number): boolean => line === last || line === last + 1;

/** What is awaited: the end of a comment, or of a text. */
interface Open {
  readonly end: string;
  /** Whether what stands before the end runs. */
  readonly runs: boolean;
  /** Whether a backslash takes an end back. */
  readonly escapes: boolean;
}

/** A line without what does not run, and what is awaited after it. */
const readLine = (
  text: string,
  awaited: Open | null,
  family: Family,
): { code: string; open: Open | null } => {
  if (!awaited && !special.test(text)) return { code: text, open: null };
  const { line, block, quotes, raw } = marks[family];
  let open = awaited;
  let code = "";
  let at = 0;
  const take = (length: number, runs = true): void => {
    if (runs) code += text.slice(at, at + length);
    at += length;
  };
  while (at < text.length) {
    if (open) {
      const end = endOf(text, at, open);
      take(end === -1 ? text.length - at : end + open.end.length - at, open.runs);
      if (end === -1) return { code, open: isLong(open) ? open : null };
      open = null;
      continue;
    }
    const comment = block.find(([start]) => text.startsWith(start, at));
    const quote = comment ? undefined : quotes.find((mark) => text.startsWith(mark, at));
    if (!comment && line.some((mark) => text.startsWith(mark, at))) return { code, open: null };
    if (comment) open = { end: comment[1], runs: false, escapes: false };
    else if (quote !== undefined)
      open = { end: quote, runs: !(quote.length > 1 && code.trim() === ""), escapes: quote !== raw };
    const pattern = family === "javascript" && !open ? regexAt(text, at, code) : 0;
    take(comment?.[0].length ?? quote?.length ?? Math.max(pattern, 1), !comment);
  }
  return { code, open: open && isLong(open) ? open : null };
};

/** What any comment or text begins with. */
const special = /["'`/#%<({-]/;

/** Whether it may end on a later line. */
const isLong = ({ end }: Open): boolean => end.length > 1 || end === "`";

/** How long the regular expression is that begins here, 0 for none: after what no division follows. */
const regexAt = (text: string, at: number, code: string): number => {
  if (
    text[at] !== "/" ||
    !/(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else))\s*$/.test(code)
  )
    return 0;
  return /^\/(?:[^\\/[]|\\.|\[(?:[^\\\]]|\\.)*\])+\//.exec(text.slice(at))?.[0].length ?? 0;
};

/** Where an end stands that no backslash takes back. */
const endOf = (text: string, from: number, { end, escapes }: Open): number => {
  for (let at = from; at < text.length; at += 1) {
    if (escapes && text[at] === "\\") at += 1;
    else if (text.startsWith(end, at)) return at;
  }
  return -1;
};
