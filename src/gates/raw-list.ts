import { MilepostError } from "../core/error.ts";
import type { End, FileChange } from "./gate.ts";

/** What `git diff --raw` says of a file. */
export interface RawChange extends Required<Pick<FileChange, "path" | "from" | "before" | "after">> {
  /** Whether it became a file of another sort, such as a link: a patch tells that as two files. */
  readonly turned: boolean;
}

/**
 * Reads `git diff --raw -z --no-abbrev -M`.
 *
 * @throws {MilepostError} when a record is none of these, or is cut off.
 */
export const parseRawList = (text: string): RawChange[] => {
  const fields = text.split("\0");
  if (fields.pop() !== "") throw unreadable("it does not end with a NUL");
  const files: RawChange[] = [];
  for (let at = 0; at < fields.length; ) {
    const [first = "", path, moved] = fields.slice(at, at + 3);
    const isMove = / [RC]\d*$/.test(first);
    files.push(parseRecord(first, path, isMove ? moved : null));
    at += isMove ? 3 : 2;
  }
  return files;
};

const rawRecord = /^:(\d{6}) (\d{6}) ([\da-f]{40,64}) ([\da-f]{40,64}) ([A-Z])\d*$/;

/** @param moved The path after a move; `null` for none. */
const parseRecord = (
  first: string,
  path: string | undefined,
  moved: string | undefined | null,
): RawChange => {
  const record = rawRecord.exec(first);
  if (!record) throw unreadable(JSON.stringify(first));
  if (path === undefined || moved === undefined) throw unreadable("it ends in the middle of a record");
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
