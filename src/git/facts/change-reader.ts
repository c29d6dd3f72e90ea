import type { FileChange } from "../../gates/gate.ts";
import { parseRawList, type RawChange, unreadable } from "../../gates/raw-list.ts";
import { HunkWeight } from "./hunk-weight.ts";

/** What is counted of one file in a patch. */
type Count = { -readonly [Key in keyof Counted]: Counted[Key] };
type Counted = Required<Pick<FileChange, "added" | "deleted" | "binary" | "bytes" | "breaks">>;

/**
 * Reads `git diff --raw -z --patch --unified=0 --no-abbrev -M`: a list of all files first, then their hunks in the
 * same order, of which lines are counted and weighed and none is kept.
 *
 * Git writes the list before it compares a line, so that who reads along can begin while it does.
 */
export class ChangeReader {
  readonly #listed: (files: FileChange[]) => void;
  #head: Buffer[] = [];
  #raw: RawChange[] | null = null;
  readonly #counts: Count[] = [];
  readonly #weight = new HunkWeight();
  #rest: Buffer | null = null;
  #left = { deleted: 0, added: 0 };

  /** @param listed Told all files once, without their lines, as soon as they are named; nothing of none. */
  constructor(listed: (files: FileChange[]) => void = () => undefined) {
    this.#listed = listed;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#raw) this.#readPatch(bytes);
    else this.#readList(bytes);
  }

  /** @throws {MilepostError} when the list is unreadable, or the patch is not of the same files. */
  end(): FileChange[] {
    if (!this.#raw && this.#head.length > 0) throw unreadable("it ends before the patch");
    if (this.#rest) this.#readLine(this.#rest);
    this.#endHunk();
    const counts = this.#counts.values();
    const files = (this.#raw ?? []).map((raw) => {
      const all = raw.turned ? [counts.next().value, counts.next().value] : [counts.next().value];
      return { ...endsOf(raw), ...sumOf(raw, all) };
    });
    if (counts.next().done === true) return files;
    throw unreadable(`${files.length} files, and lines of ${this.#counts.length}`);
  }

  /** Two NULs end the list; no path is empty. */
  #readList(chunk: Buffer): void {
    const last = this.#head.at(-1);
    // The NULs may come in two chunks.
    const seam = last?.at(-1) === 0 && chunk[0] === 0 ? 0 : -1;
    const end = seam === 0 ? 0 : chunk.indexOf("\0\0") + 1;
    if (seam === -1 && end === 0) {
      this.#head.push(chunk);
      return;
    }
    this.#raw = parseRawList(Buffer.concat([...this.#head, chunk.subarray(0, end)]).toString());
    this.#head = [];
    this.#listed(this.#raw.map((raw) => ({ ...uncounted, ...endsOf(raw) })));
    this.#readPatch(chunk.subarray(end + 1));
  }

  #readPatch(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      const line = chunk.subarray(start, end);
      this.#readLine(this.#rest ? Buffer.concat([this.#rest, line]) : line);
      this.#rest = null;
      start = end + 1;
    }
    if (start === chunk.length) return;
    const rest = chunk.subarray(start);
    this.#rest = this.#rest ? Buffer.concat([this.#rest, rest]) : rest;
  }

  #readLine(line: Buffer): void {
    const side = line[0] === plus ? "added" : line[0] === minus ? "deleted" : null;
    if (side !== null && this.#left[side] > 0) {
      this.#left[side] -= 1;
      this.#weight.take(side, line.subarray(1));
      const count = this.#counts.at(-1);
      if (count) count.breaks += breaksIn(line);
    } else if (line[0] === at) this.#openHunk(line.toString("latin1"));
    else if (line[0] === letterD && line.indexOf("diff --git ") === 0) this.#open();
    else if (line[0] === letterB && line.indexOf("Binary files ") === 0) this.#markBinary();
  }

  #open(): void {
    this.#endHunk();
    this.#counts.push({ ...uncounted, bytes: 0, breaks: 0 });
  }

  #openHunk(line: string): void {
    this.#endHunk();
    const [, deleted, added] = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line) ?? [];
    this.#left = { deleted: Number(deleted ?? 1), added: Number(added ?? 1) };
    const count = this.#counts.at(-1);
    if (!count) return;
    count.added += this.#left.added;
    count.deleted += this.#left.deleted;
  }

  #endHunk(): void {
    const count = this.#counts.at(-1);
    if (count) count.bytes += this.#weight.end();
  }

  #markBinary(): void {
    const count = this.#counts.at(-1);
    if (count) count.binary = true;
  }
}

const [plus, minus, at, letterD, letterB] = Buffer.from("+-@dB");

/** Line ends that git does not know: a carriage return that no line feed follows, and Unicode's own. */
const breaksIn = (line: Buffer): number => {
  let found = 0;
  if (line.includes(13)) {
    for (let at = line.indexOf(13); at !== -1; at = line.indexOf(13, at + 1))
      if (at < line.length - 1) found += 1;
  }
  if (line.includes(0xe2)) {
    for (const end of unicodeEnds) {
      for (let at = line.indexOf(end); at !== -1; at = line.indexOf(end, at + 3)) found += 1;
    }
  }
  return found;
};

const unicodeEnds = [Buffer.from("\u2028"), Buffer.from("\u2029")];

const uncounted = { added: 0, deleted: 0, binary: false } as const;

const endsOf = ({ turned: _, ...ends }: RawChange) => ends;

/** A file that became one of another sort is deleted and added. */
const sumOf = ({ path }: RawChange, counts: readonly (Count | undefined)[]): Counted =>
  counts.reduce<Counted>(
    (sum, count) => {
      if (!count) throw unreadable(`no lines of ${JSON.stringify(path)}`);
      return {
        added: sum.added + count.added,
        deleted: sum.deleted + count.deleted,
        binary: sum.binary || count.binary,
        bytes: sum.bytes + count.bytes,
        breaks: sum.breaks + count.breaks,
      };
    },
    { ...uncounted, bytes: 0, breaks: 0 },
  );
