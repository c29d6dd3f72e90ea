import type { Piece } from "./pieces.ts";

/** A sign as texts in JSON and most languages write it, however often that text was written into another. */
const written = /\\+(?:([nrt])|(["'/])|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/g;

/** The lines of a piece that have escapes, with what these stand for; `null` when none has. */
export const unescaped = ({ text, numbers }: Piece): Piece | null => {
  if (!text.includes("\\")) return null;
  const lines = text.split("\n").map((line) => {
    const plain = line.replace(written, ofEscape);
    return plain === line ? "" : plain;
  });
  return lines.every((line) => line === "") ? null : { text: lines.join("\n"), numbers };
};

const ofEscape = (_: string, space?: string, sign?: string, code?: string, byte?: string): string =>
  sign ?? (space === undefined ? signOf(Number.parseInt(code ?? byte ?? "0", 16)) : spaceOf(space));

/** Keys of several lines have their line ends so, and nothing else is to be taken for a part of what follows one. */
const spaceOf = (letter: string): string => (letter === "t" ? " " : ` \\${letter} `);

/** A NUL says nothing, and no line ends where the source's does not. */
const signOf = (code: number): string => {
  if (code === 0) return "";
  return code < 32 ? " " : String.fromCharCode(code);
};
