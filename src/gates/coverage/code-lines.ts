import { extensionOf } from "./languages.ts";

/** A line of the change: its number at the head, from 1, and its text without the end of line. */
export interface AddedLine {
  readonly line: number;
  readonly text: string;
}

/** The added lines of a file without a report that may hold code; none when all they do is declare types. */
export const codeLines = (path: string, lines: readonly AddedLine[]): number[] =>
  declareOnly(path, lines) ? [] : lines.filter(({ text }) => mayHoldCode(text)).map(({ line }) => line);

/** A line that may hold code has a letter or a digit, and is no comment as most languages write one. */
const mayHoldCode = (text: string): boolean => /[\p{L}\p{N}]/u.test(text) && !comment.test(text);

const comment = /^\s*(?:\/\/|\/\*|\*[\s/]|#[\s!]|--\s|<!--)/;

/**
 * TypeScript that only imports, re-exports and declares types runs nowhere, and most reports leave it out. This is known
 * only of a file's beginning: elsewhere an indented line may stand in a function.
 */
const declareOnly = (path: string, lines: readonly AddedLine[]): boolean =>
  typed.has(extensionOf(path)) &&
  lines.every(
    ({ line, text }, index) => line === index + 1 && (!/^[^\s]/.test(text) || declaration.test(text)),
  );

const typed: ReadonlySet<string> = new Set(["ts", "mts", "cts"]);
const declaration =
  /^(?:import\b(?!\()|export (?:type|interface|declare|default interface|\*|\{)|(?:type|interface|declare) |[}\])|&>]|\/\/|\/?\*)/;
