import { isBeyondLinguist } from "./generated/rules/locks.ts";
import { type InPieces, piecewise } from "./pieces.ts";
import type { SizedFile } from "./result.ts";
import { bytesOfLine } from "./sized.ts";
import { count, grouped, shown, some } from "./words.ts";

/** A path, and where it moved from. */
export const moved = (from: string | null, path: string): string =>
  from === null ? shown(path) : `${shown(from)} → ${shown(path)}`;

/** What a reader should know of although its lines do not tell. */
export function* sizeNotes(files: readonly SizedFile[]): InPieces<string[]> {
  const said: string[] = [];
  for (const { says, of, also = () => "" } of notes) {
    const found = yield* piecewise(files, (some) => some.filter(of));
    if (found.length > 0)
      said.push(`${says}: ${some(found, 5, (file) => `${shown(file.path)}${also(file)}`)}`);
  }
  return said;
}

const notes: readonly {
  readonly says: string;
  readonly of: (file: SizedFile) => boolean;
  readonly also?: (file: SizedFile) => string;
}[] = [
  { says: "binary and not counted", of: ({ reason }) => reason === "binary" },
  { says: "counted as text, although it holds NULs", of: ({ asText, counted }) => asText && counted },
  {
    says: `with long lines or other line ends, of which every ${grouped(bytesOfLine)} bytes count as one`,
    of: ({ lines, added, deleted }) => lines > added + deleted,
    also: ({ lines }) => ` (${grouped(lines)})`,
  },
  {
    says: "new, and not counted only because its own name or contents say that a program wrote it",
    of: ({ claimed }) => claimed,
    also: ({ added, reason }) => ` (${count(added, "line")}: ${reason})`,
  },
  {
    says: "counted, because it was written by hand",
    of: ({ turned, counted }) => turned !== null && counted,
    also: ({ turned }) => ` (now ${turned ?? ""})`,
  },
  {
    says: "kept by a program, and not counted",
    of: ({ reason }) => reason !== null && isBeyondLinguist(reason),
    also: ({ reason }) => ` (${reason ?? ""})`,
  },
  {
    says: "not plain files, or of another mode than before",
    of: ({ kind }) => kind !== null,
    also: ({ kind }) => ` (${kind})`,
  },
];
