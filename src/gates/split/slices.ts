import type { ChangedLines, Line } from "../changed-lines.ts";
import { blocksIn, type LineBlock, weightOf } from "./blocks.ts";
import { type Hunk, hunksOf } from "./hunks.ts";
import { declaredIn, type ImportedNames, importsIn, isHeader, wordsIn } from "./names-in.ts";

/** Lines of a file's old side that lines of its new one take the place of, by the first of each and how many. */
export interface LineSlice {
  readonly oldAt: number;
  readonly old: number;
  readonly newAt: number;
  readonly young: number;
}

/** What comes together of a file that is cut: its slices, what they count, which names they declare and use. */
export interface SliceGroup {
  readonly path: string;
  readonly slices: readonly LineSlice[];
  readonly lines: number;
  readonly declares: ReadonlySet<string>;
  readonly uses: ReadonlySet<string>;
  /** Whether it stands above all else of its file and only imports. */
  readonly isHeader: boolean;
  /** What it imports, where it does nothing else: it comes with the first that uses a name of it. */
  readonly imports: ImportedNames | null;
}

/** Cuts a file's change at its hunks, and large ones where declarations begin. */
export const groupsOf = (changed: ChangedLines, most: number): SliceGroup[] =>
  hunksOf(changed).flatMap((hunk) =>
    hunk.added.length === 0 ? deletionsIn(changed.path, hunk, most) : groupsIn(changed.path, hunk, most),
  );

/** What is deleted goes the other way round: who uses it goes first, and what is inside of others goes before them. */
const deletionsIn = (path: string, { deleted, newAt }: Hunk, most: number): SliceGroup[] =>
  blocksIn(deleted, most).map(({ lines, around, inside }) => ({
    ...{ path, lines: weightOf(lines), isHeader: false, imports: null },
    slices: runsOf(lines).map(({ at, length }) => ({ oldAt: at, old: length, newAt, young: 0 })),
    declares: new Set([...wordsIn(lines)].map(goneName).concat(inside.map((line) => placeName(path, line)))),
    uses: new Set([...declaredIn(lines)].map(goneName).concat(around.map((line) => placeName(path, line)))),
  }));

/** That nobody uses a name any more, as a name of its own. */
const goneName = (name: string): string => `-${name}`;

/** Runs of lines whose numbers follow each other. */
const runsOf = (lines: readonly Line[]): { at: number; length: number }[] => {
  const runs: { at: number; length: number }[] = [];
  for (const { number } of lines) {
    const last = runs.at(-1);
    if (last && last.at + last.length === number) last.length += 1;
    else runs.push({ at: number, length: 1 });
  }
  return runs;
};

const groupsIn = (path: string, hunk: Hunk, most: number): SliceGroup[] => {
  const { deleted, added } = hunk;
  const imported = deleted.length > 0 ? new Map<number, ImportedNames>() : importsIn(path, added);
  const bound = added.filter(({ number }) => imported.has(number));
  const free = added.filter(({ number }) => !imported.has(number));
  const blocks = free.length > 0 ? blocksIn(free, most) : [];
  const header =
    blocks[0] && blocks.length > 1 && isHeader(blocks[0].lines) ? blocks[0].lines[0]?.number : undefined;
  const placed = blocks.map((block, at) => (header === undefined ? block : underHeader(block, header, at)));
  const asWritten = blocks.length > 0 || deleted.length === 0 ? placed : [alone([])];
  return [
    ...asWritten.map((block, at) => groupOf(path, hunk, block, at === 0)),
    ...bound.map((line) => ({
      ...groupOf(path, hunk, alone([line]), false),
      imports: imported.get(line.number) ?? null,
    })),
  ];
};

/** All in a file needs what stands above it where that only imports. */
const underHeader = (block: LineBlock, header: number, at: number): LineBlock =>
  at === 0 ? { ...block, around: [header] } : { ...block, inside: [...block.inside, header] };

const alone = (lines: readonly Line[]): LineBlock => ({ lines, around: [], inside: [] });

const groupOf = (
  path: string,
  hunk: Hunk,
  { lines, around, inside }: LineBlock,
  takesOld: boolean,
): SliceGroup => ({
  path,
  slices: slicesOf(hunk, lines, takesOld),
  lines: weightOf(lines) + (takesOld ? weightOf(hunk.deleted) : 0),
  declares: new Set([...declaredIn(lines), ...around.map((line) => placeName(path, line))]),
  isHeader: around.length > 0 && isHeader(lines),
  uses: new Set([...wordsIn(lines), ...inside.map((line) => placeName(path, line))]),
  imports: null,
});

/** What is around others is needed by them as a name would be; no name is written so. */
const placeName = (path: string, line: number): string => `${path}:${line}`;

/** One slice for each run of lines; the first takes the place of what the hunk deletes. */
const slicesOf = (
  { oldAt, deleted, newAt }: Hunk,
  lines: readonly Line[],
  takesOld: boolean,
): LineSlice[] => {
  const after = oldAt + deleted.length;
  const slices = runsOf(lines).map(({ at, length }) => ({ oldAt: after, old: 0, newAt: at, young: length }));
  if (!takesOld || deleted.length === 0) return slices;
  const [first = { oldAt, old: 0, newAt, young: 0 }, ...rest] = slices;
  return [{ ...first, oldAt, old: deleted.length }, ...rest];
};
