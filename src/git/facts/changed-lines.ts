import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { ChangedLines } from "../../gates/changed-lines.ts";
import type { Git } from "../git.ts";
import { privateFolder } from "../private-folder.ts";
import { type PatchLimits, PatchReader } from "./patch.ts";

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
export const changedLines = (git: Git, start: string, head: string): Promise<readonly ChangedLines[]> =>
  readPatch(git, ["diff", ...plain], [start, head]);

/** The lines that each commit of `base..head` adds, with its name; merges are left out. */
export const addedByCommits = (git: Git, base: string, head: string): Promise<readonly ChangedLines[]> =>
  readPatch(
    git,
    [
      "log",
      "--patch",
      "--root",
      "--no-merges",
      "--format=commit %H",
      "--no-show-signature",
      "--no-notes",
      ...plain,
    ],
    [`${base}..${head}`],
  );

/** The diff goes through a file, so that a large one is never in memory as a whole. */
async function readPatch(
  git: Git,
  command: readonly string[],
  range: readonly string[],
): Promise<readonly ChangedLines[]> {
  await using folder = await privateFolder("scratch");
  const file = join(folder.path, "patch");
  await git([...command, `--output=${file}`, ...range, "--"]);
  const reader = new PatchReader(limits);
  for await (const line of linesOf(file)) reader.read(line);
  return reader.end();
}

/** Splits at line feeds only: a file may hold other characters that are line ends elsewhere. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of createReadStream(file, { encoding: "utf8", highWaterMark: 256 * 1024 })) {
    const lines = `${rest}${String(chunk)}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
    // What is over the limit is dropped by the reader, which needs no more to see that it is.
    rest = rest.slice(0, limits.file + 2);
  }
  if (rest !== "") yield rest;
}
