import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { lookAt } from "../files.ts";
import { gitIn, type Worktree } from "./worktree.ts";

/** What an agent told its index by name, beside the commit that it is at. */
interface Staged {
  /** Files that it added, ignored ones too. */
  readonly added: readonly string[];
  /** Files that are to be tracked no longer. */
  readonly dropped: readonly string[];
}

/**
 * Brings into the worktree's own index what the agent told its index by name, and nothing else of it.
 *
 * An index also says which files need not be looked at, because they are as they were: by marks that anyone may set,
 * and by times that anyone may write there. Believed, it would leave a change out of the commit that is in the files,
 * and `verify` would judge what nobody gets.
 */
export const takeStaged = async (worktree: Worktree, tip: string, index: string): Promise<void> => {
  const copy = join(worktree.gitDir, "index.agent");
  await copyFile(index, copy);
  const { added, dropped } = await readStaged(worktree, tip, copy);
  const git = gitIn(worktree);
  if (dropped.length > 0)
    await git(["update-index", "--force-remove", "-z", "--stdin"], { input: lines(dropped) });
  const there = added.filter((path) => lookAt(join(worktree.path, path))?.isDirectory() === false);
  if (there.length === 0) return;
  const paths = ["--pathspec-from-file=-", "--pathspec-file-nul"];
  // Of what git refuses, such as a path beyond a link, it says so when all else is added.
  await git(["--literal-pathspecs", "add", "--force", "--ignore-errors", ...paths], {
    input: lines(there),
    ok: [1, 128],
  });
};

const lines = (paths: readonly string[]): string => paths.map((path) => `${path}\0`).join("");

const readStaged = async (worktree: Worktree, tip: string, index: string): Promise<Staged> => {
  const format = ["--name-status", "--no-renames", "--ignore-submodules=all", "-z"];
  // An index that cannot be read names nothing.
  const { stdout } = await gitIn(worktree)(["diff-index", "--cached", ...format, tip], {
    env: { GIT_INDEX_FILE: index },
    ok: [128],
  });
  const fields = stdout.split("\0");
  const staged = fields.flatMap((status, at) =>
    at % 2 === 0 && status !== "" ? [{ status, path: fields[at + 1] ?? "" }] : [],
  );
  const named = (wanted: string) => staged.filter(({ status }) => status === wanted).map(({ path }) => path);
  return { added: named("A"), dropped: named("D") };
};
