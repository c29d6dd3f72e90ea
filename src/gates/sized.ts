import type { End, Facts, FileChange } from "./gate.ts";
import { judgeGenerated } from "./generated/judge.ts";
import type { SizedFile } from "./result.ts";

/** Bytes that make a line at most: what is written without line breaks is as much to read. */
export const bytesOfLine = 1000;

/** The files of a change with what each counts, and what only the change itself says of them. */
export const sizedFiles = ({ files, attributes }: Facts, globs: readonly string[]): SizedFile[] => {
  const judge = judgeGenerated(attributes, globs);
  return files.map((file) => {
    const { path, from, added, deleted, binary } = file;
    const excuse = judge(file);
    const reason = excuse?.reason ?? (binary ? "binary" : null);
    const counted = reason === null;
    return {
      ...{ path, from, added, deleted, binary, counted, reason, kind: kindOf(file) },
      lines: counted ? Math.max(added + deleted, linesByBytes(file)) : 0,
      handWritten: excuse === null,
      claimed: excuse?.own === true,
      asText: file.asText === true,
    };
  });
};

/** A link and a submodule have no bytes of their own, and what was not asked for counts nothing. */
const linesByBytes = ({ before, after }: FileChange): number =>
  Math.ceil(Math.abs((after?.bytes ?? 0) - (before?.bytes ?? 0)) / bytesOfLine);

/** What a file is or became, if it is no plain file that stayed one. */
const kindOf = ({ before, after }: FileChange): string | null => {
  const [old, young] = [before, after].map((end) => (end ? kindOfMode(end) : null));
  if (old && young && old !== young) return `${old} to ${young}`;
  const kind = young ?? old ?? "file";
  return kind === "symlink" || kind === "submodule" ? kind : null;
};

const kindOfMode = ({ mode }: End): string => {
  if (mode === "120000") return "symlink";
  if (mode === "160000") return "submodule";
  return mode === "100755" ? "executable" : "file";
};
