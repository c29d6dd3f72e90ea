import { withoutComments } from "./comments.ts";
import { extensionOf, type Family, familyOf } from "./languages.ts";
import type { AddedLine } from "./lines.ts";

/** The added lines of a file without a report that may hold code: all but those of which it is known that none runs. */
export const codeLines = (path: string, lines: readonly AddedLine[]): number[] => {
  const family = familyOf(path);
  const code = family ? withoutComments(family, lines) : lines;
  const running = family ? runningIn(family, path, code) : code;
  return running.filter(({ text }) => /[\p{L}\p{N}]/u.test(text)).map(({ line }) => line);
};

/** Declarations run nowhere, and most reports leave them out; that is known of a whole new file alone. */
const runningIn = (family: Family, path: string, lines: readonly AddedLine[]): readonly AddedLine[] => {
  const isWhole = lines.every(({ line }, index) => line === index + 1);
  if (!isWhole) return lines;
  if (family === "go") return inFunctions(lines);
  return typed.has(extensionOf(path)) && declaresOnly(lines) ? [] : lines;
};

const typed: ReadonlySet<string> = new Set(["ts", "mts", "cts"]);

/** Whether TypeScript only imports, re-exports and declares types: so each statement at the top begins. */
const declaresOnly = (lines: readonly AddedLine[]): boolean => {
  const text = lines.map(({ text: each }) => each).join("\n");
  let depth = 0;
  let statement = "";
  const statements: string[] = [];
  const end = (): void => {
    if (statement.trim() !== "") statements.push(statement.trim());
    statement = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if ("{([".includes(letter)) depth += 1;
    if ("})]".includes(letter)) depth -= 1;
    if (depth === 0 && (letter === ";" || (letter === "\n" && !goesOn(statement, text, at)))) end();
    else statement += letter;
  }
  end();
  return depth === 0 && statements.every((one) => declaration.test(one));
};

/** Whether a statement goes on after a line break, as neither side of it could stand alone. */
const goesOn = (statement: string, text: string, at: number): boolean =>
  /[=|&,:?<.]\s*$|\b(?:extends|keyof|typeof|type|from|import)\s*$/.test(statement.slice(-30)) ||
  /^\s*(?:[|&=?:.,>{]|extends\b|from\b)/.test(text.slice(at + 1, at + 200));

const declaration =
  /^(?:import\s*(?:type\b|["'{*]|\w+\s*(?:,|\bfrom\b))|export\s+(?:type\b|interface\b|declare\b|default\s+interface\b|\*|\{)|(?:type|interface|declare)\s)/;

/** Of Go: what stands in functions, and what variables of the package are set to. */
const inFunctions = (lines: readonly AddedLine[]): AddedLine[] => {
  let depth = 0;
  let inside = false;
  return lines.filter(({ text }) => {
    const begins = depth === 0 && /^\s*(?:func|var)\b/.test(text);
    const holds = inside || begins || /\bfunc\b/.test(text);
    if (begins || /\bfunc\b/.test(text)) inside = true;
    depth += (text.match(/[{(]/g)?.length ?? 0) - (text.match(/[)}]/g)?.length ?? 0);
    if (depth <= 0) {
      depth = 0;
      inside = false;
    }
    return holds;
  });
};
