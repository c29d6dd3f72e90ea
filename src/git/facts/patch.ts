import { unquote } from "../../core/quoted-path.ts";
import type { ChangedLines, Line } from "../../gates/changed-lines.ts";
import { isTextual } from "../../gates/text-content.ts";
import { isTextName } from "../../gates/text-name.ts";

/** Characters of lines that are kept of one file, and of all. */
export interface PatchLimits {
  readonly file: number;
  readonly all: number;
}

/** Characters of a file with a NUL by which it is judged, so that no large binary is kept. */
const enough = 512 * 1024;

interface OpenFile {
  path: string;
  from: string | null;
  status: ChangedLines["status"];
  binary: boolean;
  added: Line[];
  deleted: Line[];
  cut: boolean;
  kept: number;
  /** Whether a NUL was among its lines, so that they are judged, or they were and are text. */
  nul: "none" | "seen" | "text";
}

/**
 * Reads a diff of `git diff -U0 --text`, or of a log of such, line by line.
 *
 * A hunk's header says how many lines follow, so no line of a file can pass for a header. A file with a NUL in its
 * lines is binary, and its lines are dropped; but where it is text by its name or contents, only the NULs are.
 */
export class PatchReader {
  readonly files: ChangedLines[] = [];
  readonly #limits: PatchLimits;
  #file: OpenFile | null = null;
  #commit: string | null = null;
  #deleted = { at: 0, left: 0 };
  #added = { at: 0, left: 0 };
  #kept = 0;

  constructor(limits: PatchLimits) {
    this.#limits = limits;
  }

  read(line: string): void {
    if (line.startsWith("-") && this.#deleted.left > 0) this.#keep("deleted", this.#deleted, line);
    else if (line.startsWith("+") && this.#added.left > 0) this.#keep("added", this.#added, line);
    else this.#readHeader(line);
  }

  end(): readonly ChangedLines[] {
    const file = this.#file;
    this.#file = null;
    if (file) {
      if (file.nul === "seen") this.#dropIfBinary(file);
      const { kept: _kept, nul: _nul, ...rest } = file;
      this.files.push({ ...rest, commit: this.#commit });
    }
    return this.files;
  }

  #keep(side: "added" | "deleted", count: { at: number; left: number }, line: string): void {
    const number = count.at;
    count.at += 1;
    count.left -= 1;
    const file = this.#file;
    if (!file || file.binary) return;
    if (file.nul === "none" && line.includes("\0")) file.nul = isTextName(file.path) ? "text" : "seen";
    if (file.kept + line.length > this.#limits.file || this.#kept + line.length > this.#limits.all) {
      file.cut = true;
      return;
    }
    file.kept += line.length;
    this.#kept += line.length;
    file[side].push({ number, text: line.slice(1).replaceAll("\0", "") });
    if (file.nul === "seen" && file.kept > enough) this.#dropIfBinary(file);
  }

  /** What is dropped takes no room from the files after it. */
  #dropIfBinary(file: OpenFile): void {
    const sides = [...file.added, ...file.deleted];
    file.nul = "text";
    if (isTextual(sides.map(({ text }) => text))) return;
    this.#kept -= file.kept;
    Object.assign(file, { binary: true, added: [], deleted: [], kept: 0, cut: false });
  }

  #readHeader(line: string): void {
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk) {
      const [, deletedAt, deleted = "1", addedAt, added = "1"] = hunk;
      this.#deleted = { at: Number(deletedAt), left: Number(deleted) };
      this.#added = { at: Number(addedAt), left: Number(added) };
    } else if (line.startsWith("diff --git ")) this.#open(line);
    else if (line.startsWith("commit ")) {
      this.end();
      this.#commit = line.slice(7);
    } else if (this.#file) readFileHeader(this.#file, line);
  }

  /** The line itself holds both paths unless it is a rename, whose own lines then say them. */
  #open(line: string): void {
    this.end();
    const path = pathOfGitLine(line.slice("diff --git ".length));
    this.#file = {
      path,
      from: null,
      status: "changed",
      binary: false,
      added: [],
      deleted: [],
      cut: false,
      ...{ kept: 0, nul: "none" },
    };
  }
}

/** Both paths are the same but for their first letter, so that the text's middle is where they part. */
const pathOfGitLine = (text: string): string => {
  const middle = (text.length - 1) / 2;
  return unquote(text.slice(middle + 1)).slice(2);
};

const readFileHeader = (file: OpenFile, line: string): void => {
  if (line.startsWith("new file mode")) file.status = "added";
  else if (line.startsWith("deleted file mode")) file.status = "deleted";
  else if (line.startsWith("rename from ")) file.from = unquote(line.slice("rename from ".length));
  else if (line.startsWith("rename to ")) file.path = unquote(line.slice("rename to ".length));
  else if (line.startsWith("Binary files ")) file.binary = true;
};
