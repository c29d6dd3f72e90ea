import { StringDecoder } from "node:string_decoder";
import type { ChangedLines } from "../../gates/changed-lines.ts";
import type { Git } from "../git.ts";
import { type PatchLimits, PatchReader } from "./patch.ts";
import { treeAt } from "./tree.ts";

/** What decides how a diff is written, whatever a user's configuration and attributes say. */
const plain = [
  "--unified=0",
  "--inter-hunk-context=0",
  "--text",
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--no-relative",
  "--find-renames",
  "--submodule=short",
  "--ignore-submodules=none",
  "--src-prefix=a/",
  "--dst-prefix=b/",
];

const limits: PatchLimits = { file: 8 * 1024 * 1024, all: 64 * 1024 * 1024 };

/** The lines that a change adds and deletes from one commit to another. */
export const changedLines = async (
  git: Git,
  start: string,
  head: string,
): Promise<readonly ChangedLines[]> => {
  const { push, end } = patchReader();
  const [from, to] = await Promise.all([treeAt(git, start), treeAt(git, head)]);
  const isWhole = await git.diffs.pass({ format: ["--patch", ...plain], from, to, onOutput: push });
  return isWhole ? end() : await readPatch(git, ["diff", ...plain], [start, head]);
};

/** The lines that each commit of `base..head` adds, with its name; those that a merge adds to what git would merge, too. */
export const addedByCommits = (git: Git, base: string, head: string): Promise<readonly ChangedLines[]> =>
  readPatch(
    git,
    [
      "log",
      "--patch",
      "--root",
      "--remerge-diff",
      "--format=commit %H",
      "--no-show-signature",
      "--no-notes",
      ...plain,
    ],
    [`${base}..${head}`],
  );

/** The diff is read as it comes, so that a large one is never in memory as a whole. */
const readPatch = async (
  git: Git,
  command: readonly string[],
  range: readonly string[],
): Promise<readonly ChangedLines[]> => {
  const { push, end } = patchReader();
  await git([...command, ...range, "--"], { onOutput: push });
  return end();
};

const patchReader = () => {
  const reader = new PatchReader(limits);
  const lines = linesFor((line) => reader.read(line));
  return {
    push: lines.push,
    end: (): readonly ChangedLines[] => {
      lines.end();
      return reader.end();
    },
  };
};

/** Splits at line feeds only: a file may hold other characters that are line ends elsewhere. */
const linesFor = (read: (line: string) => void) => {
  const decoder = new StringDecoder("utf8");
  // What is over the limit is dropped by the reader, which needs no more to see that it is.
  const most = limits.file + 2;
  let open = "";
  return {
    push: (chunk: Uint8Array): void => {
      const [first = "", ...more] = decoder.write(chunk).split("\n");
      open += first.slice(0, most - open.length);
      for (const next of more) {
        read(open);
        open = next;
      }
    },
    end: (): void => {
      if (open !== "") read(open);
    },
  };
};
