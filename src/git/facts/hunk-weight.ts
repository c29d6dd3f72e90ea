/** Bytes of a hunk that are kept at most to see what in them differs; beyond, all of them count. */
const most = 4 * 1024 * 1024;

/** Bytes of a hunk in which no line is long, per line: the size gate counts none but by its line breaks. */
const ordinary = 110;

/** Lines of one side that follow each other, with their signs, as a part of what was read; without the last line's end. */
export interface LineRun {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly lines: number;
}

/** Weighs a hunk: the bytes that it adds and deletes, and of replaced long lines those only that differ. */
export class HunkWeight {
  #deleted: LineRun[] = [];
  #added: LineRun[] = [];
  #lines = 0;
  #bytes = 0;

  /** Takes lines; git tells those that are deleted first. */
  take(side: "deleted" | "added", run: LineRun): void {
    const signsAndEnds = 2 * run.lines - 1;
    this.#bytes += run.end - run.start - signsAndEnds;
    if (this.#bytes > most) return;
    if (side === "deleted") this.#deleted.push(run);
    // What replaces nothing is weighed without a look.
    else if (this.#deleted.length > 0) this.#added.push(run);
    this.#lines += run.lines;
  }

  /** The weight of all that was taken since this was last asked. */
  end(): number {
    const [deleted, added, lines, bytes] = [this.#deleted, this.#added, this.#lines, this.#bytes];
    this.#deleted = [];
    this.#added = [];
    this.#lines = 0;
    this.#bytes = 0;
    const isReplaced = deleted.length > 0 && added.length > 0;
    if (!isReplaced || bytes > most || bytes <= ordinary * lines) return bytes;
    return pairs(deleted.flatMap(linesOf), added.flatMap(linesOf)).reduce(
      (sum, [old, young]) => sum + differing(old, young),
      0,
    );
  }
}

/** The lines without their signs. */
const linesOf = ({ bytes, start, end }: LineRun): Buffer[] => {
  const lines: Buffer[] = [];
  for (let from = start; from < end; ) {
    const lineFeed = bytes.indexOf(10, from);
    const to = lineFeed === -1 ? end : Math.min(lineFeed, end);
    lines.push(bytes.subarray(from + 1, to));
    from = to + 1;
  }
  return lines;
};

/** Lines of which as many come as go replace each other in order. */
const pairs = (deleted: Buffer[], added: Buffer[]): [Buffer, Buffer][] => {
  const joined = (lines: readonly Buffer[]): Buffer =>
    Buffer.concat(lines.flatMap((line) => [line, lineFeed]));
  if (deleted.length !== added.length) return [[joined(deleted), joined(added)]];
  return deleted.map((old, at) => [old, added[at] ?? old]);
};

const lineFeed = Buffer.from("\n");

/** The bytes of both between what they begin and what they end with in common. */
const differing = (old: Buffer, young: Buffer): number => {
  const shorter = Math.min(old.length, young.length);
  let start = 0;
  while (start < shorter && old[start] === young[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === young[young.length - 1 - end]) end += 1;
  return old.length + young.length - 2 * (start + end);
};
