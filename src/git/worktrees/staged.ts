import { chmodSync, realpathSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lookAt } from "../files.ts";
import { gitIn, type Worktree } from "./worktree.ts";

/** What an agent told its index by name, beside the commit that it is at. */
interface Staged {
  /** Files that it added, ignored ones too. */
  readonly added: readonly string[];
  /** Files that are to be tracked no longer. */
  readonly dropped: readonly string[];
  /** Files of which the mode is another, and submodules that are at another commit. */
  readonly turned: readonly { readonly path: string; readonly mode: string; readonly sha: string }[];
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
  const { added, dropped, turned } = await readStaged(worktree, tip, copy);
  const git = gitIn(worktree);
  await takeTurned(worktree, turned);
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

/** A file itself gets the mode, or all that is added later would have it as it was; a submodule has no file. */
const takeTurned = async (worktree: Worktree, turned: Staged["turned"]): Promise<void> => {
  const root = realpathSync(worktree.path);
  for (const { path, mode } of turned.filter((one) => one.mode.startsWith("100"))) {
    const file = join(worktree.path, path);
    // Its folders may be links that lead anywhere.
    if (lookAt(file)?.isFile() && realpathSync(dirname(file)) === join(root, dirname(path)))
      chmodSync(file, mode === "100755" ? 0o755 : 0o644);
  }
  const modules = turned.filter(({ mode }) => mode === "160000");
  if (modules.length === 0) return;
  const entries = modules.map(({ path, sha }) => `160000 ${sha}\t${path}\0`).join("");
  await gitIn(worktree)(["update-index", "-z", "--index-info"], { input: entries });
};

const lines = (paths: readonly string[]): string => paths.map((path) => `${path}\0`).join("");

const readStaged = async (worktree: Worktree, tip: string, index: string): Promise<Staged> => {
  const format = ["--raw", "--no-abbrev", "--no-renames", "--ignore-submodules=dirty", "-z"];
  // An index that cannot be read names nothing.
  const { stdout } = await gitIn(worktree)(["diff-index", "--cached", ...format, tip], {
    env: { GIT_INDEX_FILE: index },
    ok: [128],
  });
  const fields = stdout.split("\0");
  const staged = fields.flatMap((field, at) => {
    const record = /^:(\d+) (\d+) [\da-f]+ ([\da-f]+) ([A-Z])$/.exec(at % 2 === 0 ? field : "");
    if (!record) return [];
    const [, was = "", mode = "", sha = "", status = ""] = record;
    return [{ was, mode, sha, status, path: fields[at + 1] ?? "" }];
  });
  const named = (wanted: string) => staged.filter(({ status }) => status === wanted).map(({ path }) => path);
  const isTurned = ({ was, mode, status }: (typeof staged)[number]): boolean =>
    status === "M" && ((was !== mode && mode.startsWith("100")) || mode === "160000");
  return { added: named("A"), dropped: named("D"), turned: staged.filter(isTurned) };
};
