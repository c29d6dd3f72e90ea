import { MilepostError } from "../core/error.ts";
import type { End, FileChange } from "./gate.ts";

type Ends = Required<Pick<FileChange, "path" | "from" | "before" | "after">>;
type Lines = Pick<FileChange, "path" | "from" | "added" | "deleted" | "binary">;

/** Reads the whole of what `RawNumstatReader` takes in pieces. */
export const parseRawNumstat = (text: string): FileChange[] => {
  const reader = new RawNumstatReader();
  reader.push(text);
  return reader.end();
};

/**
 * Reads `git diff --raw --numstat -z -M` with full object names: all raw records come first, then as many of numstat.
 *
 * Git writes the first before it counts a line, so that who reads along can begin while it counts.
 */
export class RawNumstatReader {
  readonly #raw: Ends[] = [];
  readonly #counts: Lines[] = [];
  readonly #listed: (files: FileChange[]) => void;
  #rest = "";
  /** The fields of a record that is not complete. */
  #record: string[] = [];
  #problem: MilepostError | null = null;

  /** @param listed Told all files once, without their lines, as soon as they are named; nothing of none. */
  constructor(listed: (files: FileChange[]) => void = () => undefined) {
    this.#listed = listed;
  }

  /** Never throws: what is wrong is said at the end. */
  push(text: string): void {
    const fields = `${this.#rest}${text}`.split("\0");
    this.#rest = fields.pop() ?? "";
    for (const field of fields) {
      this.#record.push(field);
      if (this.#record.length === fieldsOf(this.#record)) this.#take();
    }
  }

  /** @throws {MilepostError} when a record is neither, is cut off, or the two lists do not name the same files. */
  end(): FileChange[] {
    if (this.#problem) throw this.#problem;
    if (this.#rest !== "") throw unreadable("it does not end with a NUL");
    if (this.#record.length > 0) throw unreadable("it ends in the middle of a record");
    const [raw, counts] = [this.#raw, this.#counts];
    if (raw.length !== counts.length) throw unreadable(`${raw.length} files, and lines of ${counts.length}`);
    return raw.map((ends, at) => join(ends, counts[at]));
  }

  #take(): void {
    const record = this.#record;
    this.#record = [];
    const isRaw = record[0]?.startsWith(":") === true;
    const read = isRaw && this.#counts.length === 0 ? parseRaw(record) : isRaw ? null : parseNumstat(record);
    if (read === null) this.#problem ??= unreadable(JSON.stringify(record[0] ?? ""));
    else if ("before" in read) this.#raw.push(read);
    else if (this.#counts.push(read) === 1) {
      this.#listed(this.#raw.map((ends) => ({ ...uncounted, ...ends })));
    }
  }
}

const uncounted = { added: 0, deleted: 0, binary: false } as const;

/** A move has two paths; those of numstat follow an empty one. */
const fieldsOf = ([first = ""]: readonly string[]): number => {
  if (first.startsWith(":")) return / [RC]\d*$/.test(first) ? 3 : 2;
  return /^(\d+|-)\t(\d+|-)\t$/.test(first) ? 3 : 1;
};

const rawRecord = /^:(\d{6}) (\d{6}) ([\da-f]{40,64}) ([\da-f]{40,64}) [A-Z]\d*$/;

const parseRaw = ([first = "", path = "", moved]: readonly string[]): Ends | null => {
  const record = rawRecord.exec(first);
  if (!record) return null;
  const [, oldMode = "", newMode = "", oldBlob = "", newBlob = ""] = record;
  return {
    path: moved ?? path,
    from: moved === undefined ? null : path,
    before: endOf(oldMode, oldBlob),
    after: endOf(newMode, newBlob),
  };
};

const endOf = (mode: string, blob: string): End | null => (mode === "000000" ? null : { mode, blob });

/** A path may hold tabs and line breaks, so only the first two tabs separate. */
const parseNumstat = ([first = "", from, moved]: readonly string[]): Lines | null => {
  const record = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(first);
  if (!record) return null;
  const [, added = "", deleted = "", path = ""] = record;
  return {
    path: moved ?? path,
    from: from ?? null,
    added: added === "-" ? 0 : Number(added),
    deleted: deleted === "-" ? 0 : Number(deleted),
    binary: added === "-",
  };
};

const join = (ends: Ends, lines: Lines | undefined): FileChange => {
  if (ends.path !== lines?.path || ends.from !== lines.from) {
    throw unreadable(`${JSON.stringify(ends.path)} where ${JSON.stringify(lines?.path)} is`);
  }
  return { ...lines, before: ends.before, after: ends.after };
};

const unreadable = (what: string) =>
  new MilepostError(`git's list of changed files is unreadable: ${what.slice(0, 200)}`);
