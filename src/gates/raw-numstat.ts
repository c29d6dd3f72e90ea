import { MilepostError } from "../core/error.ts";
import type { End, FileChange } from "./gate.ts";

type Ends = Required<Pick<FileChange, "path" | "from" | "before" | "after">>;
type Lines = Pick<FileChange, "path" | "from" | "added" | "deleted" | "binary">;

/**
 * Reads `git diff --raw --numstat -z -M` with full object names: all raw records come first, then as many of numstat.
 *
 * @throws {MilepostError} when a record is neither, is cut off, or the two lists do not name the same files.
 */
export function parseRawNumstat(text: string): FileChange[] {
  const fields = text.split("\0");
  if (fields.pop() !== "") throw unreadable("it does not end with a NUL");
  const raw: Ends[] = [];
  const counts: Lines[] = [];
  const rest = fields.values();
  for (const field of rest) {
    const next = () => textOf(rest.next());
    if (field.startsWith(":")) raw.push(parseRaw(field, next));
    else counts.push(parseNumstat(field, next));
  }
  if (raw.length !== counts.length) throw unreadable(`${raw.length} files, and lines of ${counts.length}`);
  return raw.map((ends, at) => join(ends, counts[at]));
}

const rawRecord =
  /^:(?<oldMode>\d{6}) (?<newMode>\d{6}) (?<oldBlob>[\da-f]{40,64}) (?<newBlob>[\da-f]{40,64}) (?<status>[A-Z])\d*$/;

function parseRaw(field: string, next: () => string): Ends {
  const record = rawRecord.exec(field)?.groups;
  if (!record) throw unreadable(JSON.stringify(field));
  const { oldMode = "", newMode = "", oldBlob = "", newBlob = "", status = "" } = record;
  const first = next();
  const isMove = status === "R" || status === "C";
  return {
    path: isMove ? next() : first,
    from: isMove ? first : null,
    before: endOf(oldMode, oldBlob),
    after: endOf(newMode, newBlob),
  };
}

const endOf = (mode: string, blob: string): End | null => (mode === "000000" ? null : { mode, blob });

/** A path may hold tabs and line breaks, so only the first two tabs separate; a move's paths follow an empty one. */
function parseNumstat(field: string, next: () => string): Lines {
  const record = /^(?<added>\d+|-)\t(?<deleted>\d+|-)\t(?<path>.*)$/s.exec(field)?.groups;
  if (!record) throw unreadable(JSON.stringify(field));
  const { added = "", deleted = "", path = "" } = record;
  const from = path === "" ? next() : null;
  return {
    path: path === "" ? next() : path,
    from,
    added: added === "-" ? 0 : Number(added),
    deleted: deleted === "-" ? 0 : Number(deleted),
    binary: added === "-",
  };
}

function join(ends: Ends, lines: Lines | undefined): FileChange {
  if (ends.path !== lines?.path || ends.from !== lines.from) {
    throw unreadable(`${JSON.stringify(ends.path)} where ${JSON.stringify(lines?.path)} is`);
  }
  return { ...lines, before: ends.before, after: ends.after };
}

function textOf(step: IteratorResult<string>): string {
  if (step.done) throw unreadable("it ends in the middle of a record");
  return step.value;
}

const unreadable = (what: string) =>
  new MilepostError(`git's list of changed files is unreadable: ${what.slice(0, 200)}`);
