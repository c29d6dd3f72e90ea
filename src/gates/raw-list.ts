import { MilepostError } from "../core/error.ts";
import type { End, FileChange } from "./gate.ts";

/** What `git diff --raw` says of a file. */
export interface RawChange extends Required<Pick<FileChange, "path" | "from" | "before" | "after">> {
  /** Whether it became a file of another sort, such as a link: a patch tells that as two files. */
  readonly turned: boolean;
}

/** Reads `git diff --raw -z --no-abbrev -M` field by field, as they come: a list may have many thousand records. */
export class RawListReader {
  readonly #files: RawChange[] = [];
  #first: string | null = null;
  #moved: string | null = null;

  /** @throws {MilepostError} when a record is none of git's. */
  take(fields: readonly string[]): void {
    for (const field of fields) {
      if (this.#first === null) this.#first = field;
      else if (this.#moved === null && isMove(this.#first)) this.#moved = field;
      else {
        const [path, to] = this.#moved === null ? [field, null] : [this.#moved, field];
        this.#files.push(parseRecord(this.#first, path, to));
        this.#first = null;
        this.#moved = null;
      }
    }
  }

  /** @throws {MilepostError} when a record is not whole. */
  end(): RawChange[] {
    if (this.#first !== null) throw unreadable("it ends in the middle of a record");
    return this.#files;
  }
}

const isMove = (first: string): boolean => / [RC]\d*$/.test(first);

const rawRecord = /^:(\d{6}) (\d{6}) ([\da-f]{40,64}) ([\da-f]{40,64}) ([A-Z])\d*$/;

/** @param moved The path after a move; `null` for none. */
const parseRecord = (first: string, path: string, moved: string | null): RawChange => {
  const record = rawRecord.exec(first);
  if (!record) throw unreadable(JSON.stringify(first));
  const [, oldMode = "", newMode = "", oldBlob = "", newBlob = "", status] = record;
  return {
    path: moved ?? path,
    from: moved === null ? null : path,
    before: endOf(oldMode, oldBlob),
    after: endOf(newMode, newBlob),
    turned: status === "T",
  };
};

const endOf = (mode: string, blob: string): End | null => (mode === "000000" ? null : { mode, blob });

export const unreadable = (what: string): MilepostError =>
  new MilepostError(`git's list of changed files is unreadable: ${what.slice(0, 200)}`);
