import { diffWordsWithSpace, parsePatch } from "diff";

/** A piece of a line; `isChanged` where it differs from the line that it stands against. */
interface LinePiece {
  readonly text: string;
  readonly isChanged: boolean;
}

/** One line of one side. */
export interface DiffLine {
  readonly number: number;
  readonly pieces: readonly LinePiece[];
  /** It ends without a line break, and the file with it. */
  readonly isCut: boolean;
}

/** What stands beside each other: a line that both sides have, one that was changed, or one of one side alone. */
export type DiffRow =
  | { readonly kind: "same"; readonly left: DiffLine; readonly right: DiffLine }
  | { readonly kind: "changed"; readonly left: DiffLine | null; readonly right: DiffLine | null };

export interface DiffHunk {
  readonly heading: string;
  readonly rows: readonly DiffRow[];
}

/** The hunks of a file's patch; `null` when it is none that can be read. */
export const hunksOf = (patch: string): DiffHunk[] | null => {
  try {
    return parsePatch(patch).flatMap(({ hunks }) => {
      const headings = headingsIn(patch);
      return hunks.map((hunk, index) => ({ heading: headings[index] ?? "", rows: rowsOf(hunk) }));
    });
  } catch {
    return null;
  }
};

/** What git says a hunk is in, which the parser leaves out. */
const headingsIn = (patch: string): string[] =>
  [...patch.matchAll(/^@@ -\d[^@]* @@(.*)$/gm)].map(([whole]) => whole);

interface Hunk {
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly string[];
}

interface Lone {
  readonly number: number;
  readonly text: string;
  isCut: boolean;
}

const rowsOf = ({ oldStart, newStart, lines }: Hunk): DiffRow[] => {
  const rows: DiffRow[] = [];
  let [left, right] = [oldStart, newStart];
  let removed: Lone[] = [];
  let added: Lone[] = [];
  let last: Lone | undefined;
  const flush = (): void => {
    rows.push(...paired(removed, added));
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    const text = line.slice(1);
    if (line.startsWith("-")) {
      if (added.length > 0) flush();
      removed.push({ number: left++, text, isCut: false });
      last = removed.at(-1);
    } else if (line.startsWith("+")) {
      added.push({ number: right++, text, isCut: false });
      last = added.at(-1);
    } else if (line.startsWith("\\")) {
      if (last) last.isCut = true;
    } else {
      flush();
      last = undefined;
      rows.push({
        kind: "same",
        left: plain({ number: left++, text }),
        right: plain({ number: right++, text }),
      });
    }
  }
  flush();
  return rows;
};

/** Lines that were taken and those that came in their place, the first against the first. */
const paired = (removed: readonly Lone[], added: readonly Lone[]): DiffRow[] =>
  Array.from({ length: Math.max(removed.length, added.length) }, (_, index) => {
    const [left, right] = [removed[index], added[index]];
    if (!left || !right)
      return { kind: "changed", left: left ? plain(left) : null, right: right ? plain(right) : null };
    return { kind: "changed", ...marked(left, right) };
  });

const plain = ({ number, text, isCut = false }: Omit<Lone, "isCut"> & { isCut?: boolean }): DiffLine => ({
  number,
  pieces: [{ text, isChanged: false }],
  isCut,
});

/** Longest line whose words are compared; what is longer was hardly written by a person. */
const longest = 400;

/** Marks the words that differ, where enough is the same for that to say something. */
const marked = (left: Lone, right: Lone): { left: DiffLine; right: DiffLine } => {
  const asTheyAre = { left: plain(left), right: plain(right) };
  if (Math.max(left.text.length, right.text.length) > longest) return asTheyAre;
  const parts = diffWordsWithSpace(left.text, right.text);
  const same = parts
    .filter(({ added, removed }) => !added && !removed)
    .map(({ value }) => value.trim())
    .join("");
  if (same.length * 3 < Math.min(left.text.trim().length, right.text.trim().length)) return asTheyAre;
  const side = (leave: "added" | "removed"): LinePiece[] =>
    parts
      .filter((part) => !part[leave])
      .map(({ value, added, removed }) => ({ text: value, isChanged: added || removed }));
  return {
    left: { number: left.number, pieces: side("added"), isCut: left.isCut },
    right: { number: right.number, pieces: side("removed"), isCut: right.isCut },
  };
};
