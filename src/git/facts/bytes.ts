import type { End, Facts, FileChange } from "../../gates/gate.ts";
import { judgeGenerated } from "../../gates/generated/judge.ts";
import type { Git } from "../git.ts";

/** The facts with the bytes of both ends of every file that nothing says a program wrote. */
export const withBytes = async (git: Git, facts: Facts, globs: readonly string[]): Promise<Facts> => {
  const judge = judgeGenerated(facts.attributes, globs);
  const isOpen = (file: FileChange) => judge(file) === null;
  const blobs = facts.files.filter(isOpen).flatMap(({ before, after }) => [before, after].flatMap(blobOf));
  if (blobs.length === 0) return facts;
  const { stdout } = await git(["cat-file", "--batch-check=%(objectname) %(objectsize)", "--buffer"], {
    input: blobs.map((blob) => `${blob}\n`).join(""),
  });
  // An object that is missing has a word where the others have a number.
  const bytes = new Map(
    stdout.split("\n").flatMap((line): [string, number][] => {
      const [blob = "", size = ""] = line.split(" ");
      return /^\d+$/.test(size) ? [[blob, Number(size)]] : [];
    }),
  );
  const sized = (end: End): End => {
    const size = blobOf(end).map((blob) => bytes.get(blob))[0];
    return size === undefined ? end : { ...end, bytes: size };
  };
  const files = facts.files.map((file) => ({
    ...file,
    ...(file.before ? { before: sized(file.before) } : {}),
    ...(file.after ? { after: sized(file.after) } : {}),
  }));
  return { ...facts, files };
};

/** The object of a plain file; a link's is where it leads, a submodule's is elsewhere. */
const blobOf = (end: End | null | undefined): string[] =>
  end?.mode.startsWith("100") === true ? [end.blob] : [];
