import type { FileChange } from "../../gates/gate.ts";
import { type RawChange, RawListReader, unreadable } from "../../gates/raw-list.ts";
import { HunkWeight, type LineRun } from "./hunk-weight.ts";

/** Which side of a hunk a line is of. */
type Side = "added" | "deleted";

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
  readonly #list = new RawListReader();
  /** Of the list, as much of a field as has come; `null` before anything has. */
  #field: Buffer | null = null;
  #raw: RawChange[] | null = null;
  /** Those of them that were counted, in the list's order. */
  readonly #files: FileChange[] = [];
  #count: Count | null = null;
  /** Of a file that became one of another sort, what it was. */
  #gone: Count | null = null;
  #unlisted = 0;
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
    if (!this.#raw && this.#field) throw unreadable("it ends before the patch");
    if (this.#rest) this.#readWhole(this.#rest);
    this.#endFile();
    const raw = this.#raw ?? [];
    const open = raw[this.#files.length];
    if (open) throw noLines(open);
    if (this.#unlisted === 0) return this.#files;
    throw unreadable(`${raw.length} files, and lines of ${raw.length + this.#unlisted}`);
  }

  /** Two NULs end the list, perhaps in two chunks; no path is empty. */
  #readList(chunk: Buffer): void {
    const isEnd = this.#field?.length === 0 && chunk[0] === 0;
    const bytes = this.#field ? Buffer.concat([this.#field, chunk]) : chunk;
    const end = isEnd ? 0 : bytes.indexOf("\0\0");
    const last = isEnd ? 0 : end === -1 ? bytes.lastIndexOf(0) : end;
    if (last > 0) this.#list.take(bytes.toString("utf8", 0, last).split("\0"));
    this.#field = bytes.subarray(last + 1);
    if (end === -1) return;
    this.#raw = this.#list.end();
    this.#listed(this.#raw.map(withoutCount));
    this.#readPatch(isEnd ? this.#field : this.#field.subarray(1));
  }

  #readPatch(chunk: Buffer): void {
    let start = 0;
    if (this.#rest) {
      const end = chunk.indexOf(10);
      const line = Buffer.concat([this.#rest, end === -1 ? chunk : chunk.subarray(0, end)]);
      this.#rest = end === -1 ? line : null;
      if (end === -1) return;
      this.#readWhole(line);
      start = end + 1;
    }
    const hasBreaks = mayHaveBreaks(chunk);
    for (let next = this.#readSome(chunk, start, hasBreaks); next > start; ) {
      start = next;
      next = this.#readSome(chunk, start, hasBreaks);
    }
    if (start < chunk.length) this.#rest = chunk.subarray(start);
  }

  /** Reads lines that are whole, of a hunk as many of one side as follow each other, and answers where the rest begins. */
  #readSome(chunk: Buffer, start: number, hasBreaks: boolean): number {
    const side = this.#sideAt(chunk, start);
    if (side !== null) return this.#readSide(side, { chunk, start }, hasBreaks);
    const end = chunk.indexOf(10, start);
    if (end === -1) return start;
    this.#readHeader(chunk, start, end);
    return end + 1;
  }

  #readSide(side: Side, { chunk, start }: { chunk: Buffer; start: number }, hasBreaks: boolean): number {
    const sign = chunk[start];
    let next = start;
    let lines = 0;
    for (const most = this.#left[side]; lines < most && chunk[next] === sign; lines += 1) {
      const end = chunk.indexOf(10, next);
      if (end === -1) break;
      next = end + 1;
    }
    if (lines > 0) this.#take(side, { bytes: chunk, start, end: next - 1, lines }, hasBreaks);
    return next;
  }

  #readWhole(line: Buffer): void {
    const side = this.#sideAt(line, 0);
    if (side === null) this.#readHeader(line, 0, line.length);
    else this.#take(side, { bytes: line, start: 0, end: line.length, lines: 1 }, mayHaveBreaks(line));
  }

  #sideAt(bytes: Buffer, start: number): Side | null {
    if (bytes[start] === plus && this.#left.added > 0) return "added";
    return bytes[start] === minus && this.#left.deleted > 0 ? "deleted" : null;
  }

  #take(side: Side, run: LineRun, hasBreaks: boolean): void {
    this.#left[side] -= run.lines;
    this.#weight.take(side, run);
    const count = this.#count;
    if (count && hasBreaks) count.breaks += breaksIn(run);
  }

  #readHeader(bytes: Buffer, start: number, end: number): void {
    const first = start < end ? bytes[start] : undefined;
    // As much of the line as tells what it is.
    const begins = (): string => bytes.toString("latin1", start, Math.min(end, start + 100));
    if (first === at) this.#openHunk(begins());
    else if (first === letterD && begins().startsWith("diff --git ")) this.#open();
    else if (first === letterB && begins().startsWith("Binary files ")) this.#markBinary();
  }

  #open(): void {
    this.#endFile();
    this.#count = { added: 0, deleted: 0, binary: false, bytes: 0, breaks: 0 };
  }

  #endFile(): void {
    this.#endHunk();
    const [count, gone] = [this.#count, this.#gone];
    if (!count) return;
    this.#count = null;
    const raw = this.#raw?.[this.#files.length];
    if (raw?.turned && gone === null) this.#gone = count;
    else {
      this.#gone = null;
      if (raw) this.#files.push(withCount(raw, gone ? sumOf(gone, count) : count));
      else this.#unlisted += 1;
    }
  }

  #openHunk(line: string): void {
    this.#endHunk();
    const [, deleted, added] = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line) ?? [];
    this.#left = { deleted: Number(deleted ?? 1), added: Number(added ?? 1) };
    const count = this.#count;
    if (!count) return;
    count.added += this.#left.added;
    count.deleted += this.#left.deleted;
  }

  #endHunk(): void {
    if (this.#count) this.#count.bytes += this.#weight.end();
  }

  #markBinary(): void {
    if (this.#count) this.#count.binary = true;
  }
}

const [plus, minus, at, letterD, letterB] = Buffer.from("+-@dB");

/** Whether any byte of line ends that git does not know is in it: nearly all text has none. */
const mayHaveBreaks = (bytes: Buffer): boolean => bytes.includes(13) || bytes.includes(0xe2);

/** Line ends that git does not know: a carriage return that no line feed follows, and Unicode's own. */
const breaksIn = ({ bytes, start, end }: LineRun): number => {
  const run = bytes.subarray(start, end);
  let found = 0;
  for (let at = run.indexOf(13); at !== -1; at = run.indexOf(13, at + 1))
    if (at < run.length - 1 && run[at + 1] !== 10) found += 1;
  for (const mark of unicodeEnds) {
    for (let at = run.indexOf(mark); at !== -1; at = run.indexOf(mark, at + 3)) found += 1;
  }
  return found;
};

const unicodeEnds = [Buffer.from("\u2028"), Buffer.from("\u2029")];

/* Named one by one: to copy an object whose parts are not known takes ten times as long. */

const withoutCount = ({ path, from, before, after }: RawChange): FileChange => ({
  path,
  from,
  before,
  after,
  added: 0,
  deleted: 0,
  binary: false,
});

const withCount = ({ path, from, before, after }: RawChange, count: Counted): FileChange => {
  const { added, deleted, binary, bytes, breaks } = count;
  return { path, from, before, after, added, deleted, binary, bytes, breaks };
};

/** A file that became one of another sort is deleted and added. */
const sumOf = (gone: Counted, come: Counted): Counted => ({
  added: gone.added + come.added,
  deleted: gone.deleted + come.deleted,
  binary: gone.binary || come.binary,
  bytes: gone.bytes + come.bytes,
  breaks: gone.breaks + come.breaks,
});

const noLines = ({ path }: RawChange) => unreadable(`no lines of ${JSON.stringify(path)}`);
