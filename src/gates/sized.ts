import type { End, Facts, FileChange } from "./gate.ts";
import { judgeGenerated, judgeTurned } from "./generated/judge.ts";
import { atOnce, type InPieces, piecewise } from "./pieces.ts";
import type { SizedFile } from "./result.ts";

/** Bytes that make a line on average at most, as Linguist tells minified text: longer ones are as much to read. */
export const bytesOfLine = 110;

/** The files of a change with what each counts, and what only the change itself says of them. */
export const sizedFiles = (facts: Facts, globs: readonly string[]): readonly SizedFile[] =>
  atOnce(sizedInPieces(facts, globs));

/** The same in pieces. */
export function* sizedInPieces(
  { sized, files, attributes }: Facts,
  globs: readonly string[],
): InPieces<readonly SizedFile[]> {
  return sized ?? (yield* piecewise(files, countFiles(attributes, globs)));
}

const countFiles = (attributes: Facts["attributes"], globs: readonly string[]) => {
  const judge = judgeGenerated(attributes, globs);
  const turned = judgeTurned(attributes, globs);
  const count = (file: FileChange): SizedFile => {
    const { path, from, added, deleted, binary } = file;
    const excuse = judge(file);
    const reason = excuse?.reason ?? (binary ? "binary" : null);
    const counted = reason === null;
    return {
      ...{ path, from, added, deleted, binary, counted, reason, kind: kindOf(file) },
      lines: counted ? linesOf(file) : 0,
      handWritten: excuse === null,
      claimed: excuse?.own === true,
      asText: file.asText === true,
      turned: turned(file),
      strange: binary && file.known === false,
    };
  };
  return (files: readonly FileChange[]): SizedFile[] => files.map(count);
};

/** By line ends of every sort, or by bytes where that is more. */
const linesOf = ({ added, deleted, breaks = 0, bytes = 0 }: FileChange): number =>
  Math.max(added + deleted + breaks, Math.ceil(bytes / bytesOfLine));

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
